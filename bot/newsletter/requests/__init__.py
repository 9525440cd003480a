"""The requests about one message: send it, find it, publish it."""
