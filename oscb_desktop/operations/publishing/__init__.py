"""Exporting, signing and verifying."""
