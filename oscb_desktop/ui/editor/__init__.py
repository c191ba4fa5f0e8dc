"""The editor: the report as one continuous document, each edit a change of its blocks."""
