"""A README's parts as Discord's markdown, in which nothing of theirs comes alive that we didn't write."""
