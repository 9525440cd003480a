"""The long statements of the catalogue's store: rows, merging, gains."""
