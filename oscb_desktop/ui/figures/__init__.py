"""Choosing and looking at figures: a list that filters as one types, and a figure's card."""
