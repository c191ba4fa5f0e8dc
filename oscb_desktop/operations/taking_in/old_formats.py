"""What a frozen program does when it calls itself to read a workbook in a process of its own."""

ARGUMENT = "--read-workbook-in-subprocess"


def read_in_subprocess() -> None:
    """Read a workbook from standard input and write its sheets to standard output."""
    from oscb_desktop.returns import subprocess_reader

    subprocess_reader.main()
