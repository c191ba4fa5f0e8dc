"""One verb-named function per user action; the window and the command line call these."""
