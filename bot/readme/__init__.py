"""READMEs: GitHub's HTML prepared for chat, and the quick start found in them."""
