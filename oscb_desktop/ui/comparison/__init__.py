"""Two versions of the report side by side, in words."""
