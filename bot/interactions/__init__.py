"""What cogs share: answering in time, reading options, lists, cards and editions as answers."""
