"""What a frozen program does when it calls itself to work on a file in a process of its own."""

from collections.abc import Callable


def read_workbook() -> None:
    """Read a workbook from standard input and write its sheets to standard output."""
    from oscb_desktop.returns import subprocess_reader

    subprocess_reader.main()


def paint_drawing() -> None:
    """Paint the drawing on standard input and write the picture to standard output."""
    from oscb_desktop.words import painting

    painting.main()


WORK: dict[str, Callable[[], None]] = {
    "--read-workbook-in-subprocess": read_workbook,
    "--paint-drawing-in-subprocess": paint_drawing,
}
