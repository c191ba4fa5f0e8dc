"""Comments in the window: the panel, its cards and forms, and the marks beside the text."""
