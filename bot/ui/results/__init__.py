"""Result lists and their controls."""
