"""The catalogue: entries, their database and the merge of the shipped files."""
