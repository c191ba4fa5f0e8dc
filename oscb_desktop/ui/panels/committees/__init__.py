"""The committees panel, and the choice over the outline."""
