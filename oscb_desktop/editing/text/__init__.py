"""The algebra of text editing: a report as lines, and edits of lines as changes. No Qt."""
