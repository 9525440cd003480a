"""The frozen editions, and what curators let pass before one is frozen."""
