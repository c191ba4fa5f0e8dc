"""One verb-named function per thing a person can do. The window and the command line call these
and nothing deeper. Heavy rooms are imported when an operation first needs them: starting the
program must not wait for a database or a PDF library.
"""
