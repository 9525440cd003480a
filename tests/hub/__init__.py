"""A local server that answers as Hugging Face documents."""
