"""One content, many committees: which one is in hand, what only it gets, how each stands."""
