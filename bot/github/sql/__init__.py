"""The refresh's SQL, by what it is about; each function works inside its caller's transaction."""
