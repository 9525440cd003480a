"""The monthly edition: composed from the catalogue by fixed rules, written as files."""
