"""Published files read back: verified, inspected, searched for leaks."""
