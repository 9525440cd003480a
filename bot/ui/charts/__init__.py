"""Star charts: what they show, worked out as values, and their description in words."""
