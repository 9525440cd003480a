"""What building the index writes."""
