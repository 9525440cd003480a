"""Code shared by cogs: answering in time, reading options, lists, cards and editions as answers."""
