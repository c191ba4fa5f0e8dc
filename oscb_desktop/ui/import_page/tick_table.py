"""A table whose rows are ticked."""

from PySide6.QtWidgets import QTableView


class TickTable(QTableView):
    """A table whose ticks have visible edges: ``outlines`` knows it by its class's name."""
