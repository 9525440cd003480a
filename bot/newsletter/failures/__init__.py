"""Messages that failed, and what operators do about them."""
