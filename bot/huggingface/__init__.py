"""Hugging Face: the checkpoints of entries, their sizes, licences and downloads."""
