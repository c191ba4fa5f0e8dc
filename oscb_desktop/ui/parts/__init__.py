"""Sections sent to officers: sending one, and taking it in when it is back."""
