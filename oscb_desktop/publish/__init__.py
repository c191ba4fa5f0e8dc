"""A report to PDF, and later to other formats: layout, charts, tagging."""
