"""What a person said of one file: its chips, its columns, answers to its questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Key = tuple[str, str, str]  # a question's code, sheet and cell


@dataclass(frozen=True)
class Said:
    """Everything that was chosen so far. None and what is not there: as it was found."""

    kind: str | None = None
    sheet: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)  # a chip's name → value
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # table → field → letter
    answers: Mapping[Key, str] = field(default_factory=dict)
    steps: tuple[Any, ...] | None = None  # by which the sheets are laid out, see layout_steps
    corrections: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    # sheet and cell → the right value, and why

    def of_kind(self, kind: str | None) -> Said:
        """Return it for another kind of return: the columns were those of the one before."""
        return self if kind == self.kind else replace(self, kind=kind, columns={})

    def of_sheet(self, sheet: str | None) -> Said:
        """Return it for one sheet only, or (None) for all of them."""
        return self if sheet == self.sheet else replace(self, sheet=sheet, columns={})

    def with_setting(self, name: str, value: str) -> Said:
        """Return it with one thing that holds for the whole file; "" takes it away."""
        settings = {held: at for held, at in self.settings.items() if held != name}
        if value:
            settings[name] = value
        columns = {} if name == "heading" else self.columns
        return replace(self, settings=settings, columns=columns)

    def with_columns(self, table: str, mapping: Mapping[str, str]) -> Said:
        """Return it with the columns of one table: field → letter."""
        return replace(self, columns={**self.columns, table: mapping})

    def with_answers(self, answers: Mapping[Key, str]) -> Said:
        """Return it with more answers."""
        return replace(self, answers={**self.answers, **answers})

    def with_steps(self, steps: tuple[Any, ...]) -> Said:
        """Return it with other steps: the columns were those of the layout before."""
        return replace(self, steps=steps, columns={})

    def with_correction(self, sheet: str, cell: str, value: str, why: str) -> Said:
        """Return it with the right value of one cell."""
        return replace(self, corrections={**self.corrections, (sheet, cell): (value, why)})
