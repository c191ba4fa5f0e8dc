"""Exempt information: the law, the marks, and what each edition shows."""
