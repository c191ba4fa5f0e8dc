"""What one begins with: the reports opened lately, the sample, the demonstration."""
