"""The refresh's SQL, by subject; each function works inside its caller's transaction."""
