"""The state database: people's data, which can't be fetched again."""
