"""Naming the rows of a table: a label to read and a key that is the same every year."""

import re
from collections.abc import Sequence

import msgspec

from oscb_desktop.returns import kinds, numbers
from oscb_desktop.returns.cells import slug, slugs, unique
from oscb_desktop.returns.columns import At, Taken
from oscb_desktop.returns.kinds import Table
from oscb_desktop.returns.partners import Known
from oscb_desktop.returns.printing import print_partners

_DITTO = ('"', "ditto", "\u3003", "''", "do")
_SUGGESTED = 25  # names looked up in a list one by one
_LOOKED_AT = 2_000  # rows whose names are looked up: a list of partners is never longer
_COUNTED = 2_000  # rows whose keys are counted one by one
_SHORT = 5  # a shorter name is like too many others
_NEAR = 80.0  # rapidfuzz's ratio from which a name is suggested


class Names(msgspec.Struct, frozen=True):
    """Keys and labels, row by row."""

    keys: list[str]
    labels: list[str]


def name_rows(table: Table, takens: dict[str, Taken], at: At, known: Known | None = None) -> Names:
    """Return the rows' names; add a problem for a row with none, or named twice.

    A partner has one name in print, whatever words a row has for it: ``known`` says which.
    """
    print_partners(table, takens, at, known or Known())
    label = takens[table.label_field.name]
    labels = _labels(label)
    if "" in labels:
        _fill(table, takens, labels, label, at)
    by = takens.get(table.key[0]) or label
    words = labels if by is label else _texts(by, labels)
    keys = _keys(words, at)
    named = labels
    if len(set(keys)) < len(keys):
        named = list(labels)
        keys = _told_apart(table, takens, Names(keys, labels), words, by, at)
    for field in table.fields:
        if field.list and field.name in takens:
            taken = takens[field.name]
            shown = named if taken is label else _texts(taken)
            _check_listed(shown[:_LOOKED_AT], taken, at)
    return Names(keys, labels)


_DIGIT_BEHIND = re.compile(r"(.*[a-z)])(\d{1,2})", re.IGNORECASE)


def without_typed_marks(
    table: Table, takens: dict[str, Taken], notes: Sequence[str], at: At
) -> None:
    """Take away the digit of a footnote that was typed right behind a name, and say so.

    It is one where a note begins with it, or the name is that of a partner without it.
    """
    label = takens[table.label_field.name]
    if len(label.values) > _LOOKED_AT or not (notes or label.field.list):
        return
    begun = {found[0] for note in notes if (found := re.match(r"\d{1,2}", note.lstrip(" ([")))}
    for index, value in enumerate(label.values):
        found = _DIGIT_BEHIND.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            continue
        of_partner = bool(label.field.list) and Known().named(found[1]) is not None
        if found[2] in begun or of_partner:
            label.values[index] = found[1]
            at.collector.add(
                "return-mark-typed", at.sheet, at.rows[index], label.column,
                found=value, expected=found[1],
            )  # fmt: skip


def _keys(words: Sequence[str], at: At) -> list[str]:
    """Return each row's key: its words, else its row number; two rows may have the same."""
    keys = slugs(words)
    if "" in keys:
        keys = [key or f"row-{at.rows[index] + 1}" for index, key in enumerate(keys)]
    return keys


def _labels(label: Taken) -> list[str]:
    """Return what each row is called, without marks of notes; a ditto as what stands above."""
    labels = _texts(label)
    if not numbers.LAST_OF_MARK.isdisjoint(text[-1:] for text in labels):
        labels = [numbers.without_marks(text) for text in labels]
    for index, text in enumerate(labels):
        if index and text.casefold().strip(". ") in _DITTO:
            labels[index] = labels[index - 1]
    return labels


def _texts(taken: Taken, default: Sequence[str] | None = None) -> list[str]:
    """Return a column's values as text, and for an empty cell the ``default`` of its row."""
    if default is None:
        return [str(value) if value is not None else "" for value in taken.values]
    return [
        str(value) if value is not None else other
        for value, other in zip(taken.values, default, strict=False)
    ]


def _fill(table: Table, takens: dict[str, Taken], labels: list[str], label: Taken, at: At) -> None:
    """Give a row without a label the one above it where they share a merged cell, else say so."""
    seconds = [takens[name] for name in table.key[1:] if name in takens]
    for index, word in enumerate(labels):
        if word:
            continue
        if index and labels[index - 1] and any(taken.values[index] for taken in seconds):
            labels[index] = labels[index - 1]
            continue
        coded = takens.get(table.key[0])
        if coded is not None and coded is not label and coded.values[index]:
            labels[index] = str(coded.values[index])
        else:
            labels[index] = f"Row {at.rows[index] + 1}"
        at.collector.add(
            "return-row-without-a-name",
            at.sheet,
            at.rows[index],
            label.column,
            heading=label.field.label,
        )


def _told_apart(
    table: Table,
    takens: dict[str, Taken],
    names: Names,
    words: Sequence[str],
    by: Taken,
    at: At,
) -> list[str]:
    """Add the further key fields where a name comes twice; a problem where that is not enough.

    The labels of ``names`` are added to in place, so that a reader can tell the rows apart too.
    """
    keys, labels = names.keys, names.labels
    for more in (takens[name] for name in table.key[1:] if name in takens):
        twice = _more_than_once(keys)
        for index, key in enumerate(keys):
            if key in twice and more.values[index] is not None:
                keys[index] = f"{key}-{slug(str(more.values[index]))}".strip("-")
                labels[index] = f"{labels[index]}, {more.values[index]}"
    if not table.repeats:
        _say_twice(keys, words, by, at)
    return unique(keys)


def _more_than_once(keys: Sequence[str]) -> set[str]:
    """Return the keys of several rows; all keys of a long table, where counting takes too long."""
    if len(keys) >= _COUNTED:
        return set(keys)
    return {key for key in keys if keys.count(key) > 1}


def _say_twice(keys: Sequence[str], words: Sequence[str], by: Taken, at: At) -> None:
    """Add a problem at each row whose key is that of a row above it."""
    first: dict[str, int] = {}
    for index, key in enumerate(keys):
        before = first.setdefault(key, index)
        if before != index:
            at.collector.add(
                "return-row-twice",
                at.sheet,
                at.rows[index],
                by.column,
                found=words[index],
                other=at.collector.row(at.sheet, at.rows[before], by.column),
            )


def _check_listed(shown: Sequence[str], taken: Taken, at: At) -> None:
    expected = kinds.names(taken.field.list)
    known = {name.casefold(): name for name in expected}
    for name, organisation in expected.items():
        others = (*organisation.also, *organisation.loosely)
        known |= {other.casefold(): name for other in others}
    # "Oxfordshire County Council (OCC)" is one of two rows of a partner that is known.
    unknown = [
        word
        for word in dict.fromkeys(shown)
        if word and not {word.casefold(), word.casefold().partition(" (")[0]} & known.keys()
    ]
    if not unknown:
        return
    from rapidfuzz import fuzz, process

    for word in unknown[:_SUGGESTED]:
        if len(word) < _SHORT:
            continue
        best = process.extractOne(
            word.casefold(), list(known), scorer=fuzz.ratio, score_cutoff=_NEAR
        )
        if best is not None:
            at.collector.add(
                "return-name-not-listed",
                at.sheet,
                at.rows[shown.index(word)],
                taken.column,
                found=word,
                expected=known[best[0]],
            )
