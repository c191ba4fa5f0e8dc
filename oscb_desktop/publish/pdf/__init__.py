"""The page as tagged PDF, its record and its signature."""
