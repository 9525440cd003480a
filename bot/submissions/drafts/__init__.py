"""Suggestions that their person has not sent yet."""
