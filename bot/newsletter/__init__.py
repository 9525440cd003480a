"""The newsletter: which channel gets the edition, when, and how it arrives once."""
