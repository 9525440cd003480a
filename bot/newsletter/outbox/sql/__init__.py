"""The outbox's longer statements."""
