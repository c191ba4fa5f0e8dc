"""Who clears what: routes, what a clearance covers, and whether it still holds."""
