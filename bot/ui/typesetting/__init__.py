"""READMEs set in pages for chat."""
