"""One name in print for each partner, whatever words the rows of a return have for it."""

from oscb_desktop.base.text import say
from oscb_desktop.returns import numbers
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.kinds import Table
from oscb_desktop.returns.partners import LIST, Known, Partner

_LOOKED_AT = 2_000  # rows: a list of partners is never longer


def print_partners(table: Table, takens: dict[str, Taken], at: At, known: Known) -> None:
    """Put partners' names for the words that rows have for them, and note each at its cell.

    A word that only points at a partner ("Police") stays as written. Where two rows turn out to
    be one partner's under two names, whether both count is asked at the second.
    """
    for taken in takens.values():
        if taken.field.list != LIST:
            continue
        written = [numbers.without_marks(str(value or "")) for value in taken.values[:_LOOKED_AT]]
        _rename(taken, written, at, known)
        if taken.field.type == "label" and not table.repeats:
            _ask_of_twins(table, takens, taken, written, at, known)


def _rename(taken: Taken, written: list[str], at: At, known: Known) -> None:
    """Put partners' names in print for the words of a column; note each that differs."""
    for index, words in enumerate(written):
        partner = known.named(words)
        name = partner.name_in(known.year) if partner is not None else words
        if name == words:
            continue
        taken.values[index] = name
        at.collector.add(
            "return-partner-renamed",
            at.sheet,
            at.rows[index],
            taken.column,
            found=words,
            expected=name,
        )


def _ask_of_twins(
    table: Table, takens: dict[str, Taken], label: Taken, written: list[str], at: At, known: Known
) -> None:
    """Ask of each row whose partner stands in one above under another name: do both count?"""
    more = [takens[name] for name in table.key[1:] if name in takens]
    first: dict[tuple[object, ...], int] = {}
    for index, words in enumerate(written):
        partner = known.partner_of(words)
        if partner is None:
            continue
        before = first.setdefault((partner.id, *(taken.values[index] for taken in more)), index)
        if before != index and written[before].casefold() != words.casefold():
            _ask(label, index, before, written, at, partner)
            label.values[index] = f"{partner.name} ({words})"


def _ask(
    label: Taken, index: int, before: int, written: list[str], at: At, partner: Partner
) -> None:
    at.collector.ask(
        "return-partner-twice",
        at.sheet,
        at.rows[index],
        label.column,
        [("apart", say("both rows are kept, and both count"))],
        found=written[index],
        other=written[before],
        twin=at.collector.row(at.sheet, at.rows[before], label.column),
        name=partner.name,
    )
