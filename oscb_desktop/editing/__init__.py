"""Every change of a report: what it does, how it is taken back, and the door it goes through."""
