"""The bot's commands, one file per root command."""
