"""Search over the catalogue: words, queries, candidates and their order."""
