"""What a second return changes: added, removed, changed from and to, each at its cell."""

from collections.abc import Collection
from decimal import Decimal

import msgspec

from oscb_desktop.report.figures import Figure, FigureSet, Provenance, decimal_text
from oscb_desktop.returns import kinds


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One figure that differs. Values as they would be read aloud: "412300", "[c]", or ""."""

    key: str
    label: str
    before: str = ""
    after: str = ""
    before_cell: str = ""
    after_cell: str = ""
    worked_out: bool = False  # follows from others: a sum, a difference


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The new return against the one accepted before."""

    added: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    same: int = 0

    @property
    def differs(self) -> bool:
        """Whether accepting the new return would change any figure."""
        return bool(self.added or self.removed or self.changed)


def differences_in(figures: FigureSet) -> dict[str, tuple[str, str]]:
    """Return the columns that are the difference of two others there: name → plus, minus."""
    kind = kinds.kinds().get(figures.kind)
    if kind is None or figures.table not in {table.id for table in kind.tables}:
        return {}
    held = {column.name for column in figures.columns}
    return {
        field.name: (field.plus, field.minus)
        for field in kind.table(figures.table).fields
        if held.issuperset((field.name, field.plus, field.minus))
    }


def compare(old: FigureSet, new: FigureSet) -> Comparison:
    """Compare two figure sets figure by figure; a figure is the same thing if its key is.

    Keys are compared without the set's id, so that a set may be held against last year's.
    """
    before = {_tail(figure.key): figure for figure in old.figures()}
    of_set = new.id
    follows = {*differences_in(old), *differences_in(new)}
    added: list[Change] = []
    changed: list[Change] = []
    same = 0
    for figure in new.figures():
        held = before.pop(_tail(figure.key), None)
        fresh = Change(
            key=figure.key,
            label=figure.label,
            after=_said(figure),
            after_cell=_cell(figure),
            worked_out=_is_worked_out(figure, follows),
        )
        if held is None:
            added.append(fresh)
        elif (held.value, held.missing, held.unit) == (figure.value, figure.missing, figure.unit):
            same += 1
        else:
            changed.append(
                msgspec.structs.replace(fresh, before=_said(held), before_cell=_cell(held))
            )
    removed = tuple(
        Change(
            key=f"{of_set}.{tail}",
            label=figure.label,
            before=_said(figure),
            before_cell=_cell(figure),
            worked_out=_is_worked_out(figure, follows),
        )
        for tail, figure in before.items()
    )
    return Comparison(added=tuple(added), removed=removed, changed=tuple(changed), same=same)


def _tail(key: str) -> str:
    return key.partition(".")[2]


def _said(figure: Figure) -> str:
    value: Decimal | None = figure.value
    if value is not None:
        return f"{decimal_text(value)} {figure.unit}".strip()
    return f"[{figure.missing}]"


def _is_worked_out(figure: Figure, follows: Collection[str]) -> bool:
    column = figure.key.rpartition(".")[2]
    return column in follows or not isinstance(figure.origin, Provenance)


def _cell(figure: Figure) -> str:
    return figure.origin.cell if isinstance(figure.origin, Provenance) else ""
