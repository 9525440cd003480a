"""Who is owed an edition, and everything frozen at once."""
