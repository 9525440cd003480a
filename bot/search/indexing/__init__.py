"""Building the search index, whole or one document at a time."""
