"""What a committee report is: pure values and functions. Imports no other room and no Qt."""
