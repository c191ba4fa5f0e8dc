"""A table and a list whose rows are ticked."""

from PySide6.QtWidgets import QListWidget, QTableView


class TickTable(QTableView):
    """A table whose ticks have visible edges: ``outlines`` knows it by its class's name."""


class TickList(QListWidget):
    """A list of ticks, known to ``outlines`` likewise."""
