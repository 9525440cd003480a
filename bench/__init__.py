"""Measurements that the figures of docs/quality.md come from: ``make bench``."""
