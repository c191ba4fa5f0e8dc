"""What a committee report is: pure values and functions. Imports ``base`` and no other room."""
