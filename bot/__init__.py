"""ModelZoo for Discord."""
