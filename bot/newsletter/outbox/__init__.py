"""What is to be sent: planned with its bodies, claimed, settled."""
