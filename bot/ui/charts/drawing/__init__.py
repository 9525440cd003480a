"""Charts as PNG pictures: the only home of matplotlib, in a process of its own."""
