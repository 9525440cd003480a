"""The catalogue: what an entry is, where it is kept and how the shipped files enter it."""
