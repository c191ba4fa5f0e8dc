"""The clearance panel."""
