"""Clearance in the window: the route as a list, and the forms of the desks whose turn it is."""
