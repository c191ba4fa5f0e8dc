"""The report file: everything that is kept, with its history."""
