"""What stands in the way of publishing, and what a yearly report has to cover."""
