"""Personal data in a text: numbers, addresses, dates of birth, initials and names."""
