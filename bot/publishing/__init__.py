"""Where editions and the newsletter meet: composing, rendering and delivering them."""
