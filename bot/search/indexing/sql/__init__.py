"""The SQL that writes the index."""
