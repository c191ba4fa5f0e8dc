"""Writing the report, and what the program says of it."""
