"""What people created and can't be fetched again: the state database."""
