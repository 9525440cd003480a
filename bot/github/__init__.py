"""GitHub's data on the catalogue's repositories: fetched, read, compared and stored."""
