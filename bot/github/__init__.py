"""What GitHub says of the catalogue's repositories: asked, read, compared and stored."""
