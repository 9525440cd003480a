"""The process beside the bot, the log, and SQLite's journal."""
