"""What an edition is composed from, read in one pass."""
