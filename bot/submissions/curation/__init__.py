"""Curators' decisions, each kept as an event."""
