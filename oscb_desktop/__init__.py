"""OSCB Desktop: from officers' returns to a published committee report."""

__version__ = "0.1.0"
