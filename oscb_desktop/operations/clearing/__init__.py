"""Clearing a report, with a key file or a token."""
