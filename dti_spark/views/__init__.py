"""What readers ask of the index."""
