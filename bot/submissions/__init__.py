"""What people suggest, what curators decide about it, and the events from which every host's catalogue follows."""
