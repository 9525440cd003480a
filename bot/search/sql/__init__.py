"""The index in SQL: each question that it answers has a file of its own."""
