"""What follows from a try, a search or an attempt to publish: pure functions of a delivery and its result."""
