"""What every room needs and is not about reports: problems, failures in words, resources, files."""
