"""Taking returns in: what a file holds, what is wrong with it, what will change, Accept."""
