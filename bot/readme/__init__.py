"""READMEs: GitHub's HTML to what can be read in chat, and the quick start found in them."""
