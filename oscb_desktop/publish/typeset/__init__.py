"""Lines broken, pages stacked: everything about the page that is not a file format."""
