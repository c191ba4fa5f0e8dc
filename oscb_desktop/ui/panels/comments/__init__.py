"""The comments panel, and the buttons beside the text."""
