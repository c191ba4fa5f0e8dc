"""Nothing is printed that the checks for personal data and unfinished text do not read."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.problems import Place, Problem, Severity
from oscb_desktop.report.checks import texts
from oscb_desktop.report.checks.personal import check_personal
from oscb_desktop.report.checks.unfinished import check_unfinished
from oscb_desktop.report.content.annotations import Exemption, Late, Waiver
from oscb_desktop.report.content.blocks import KeyFigure, KeyFigures, PictureBlock
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.pictures import Picture
from oscb_desktop.report.content.waivers import Waived
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import compose
from oscb_desktop.report.publication.signoff import set_aside
from tests.report.exempt.exempt_samples import FIGURES, sample

MARK = "Zebra crossing"
CHILD = "The child Samuel, aged 4, has NHS number 943 476 5919."


def held() -> Report:
    """Return a report with one of everything that somebody writes and it prints."""
    report = sample()
    waiver = Waiver(
        code="words-long",
        subject="p1",
        found="x",
        content="0" * 64,
        reason="Agreed with the Board",
        by="Kim",
        at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    first, *others = report.sections
    picture = Picture(sha256="0" * 64, kind="png", width=9, height=9)
    shown = (
        PictureBlock("shown", "A caption", picture, "What it shows"),
        KeyFigures("key", (KeyFigure(key="budget.police.agreed", label="agreed"),)),
    )
    report = replace(report, sections=(replace(first, blocks=(*first.blocks, *shown)), *others))
    return replace(
        report,
        late=(Late(reason="A late return", by="Chair", on=date(2026, 12, 1)),),
        exemptions=(
            Exemption(target="p2", paragraph=3, reason="Prices"),
            Exemption(target="second", paragraph=3, reason="A purchase"),
            Exemption(target="two", paragraph=3, reason="Advice"),
            Exemption(target="t3", paragraph=3, reason="Shares", row="police"),
        ),
        annotations=replace(report.annotations, waivers=(waiver,)),
    )


def printed(report: Report) -> str:
    """Return all that either edition and the sign-off page print of a report."""
    waived = [Waived(_problem(), waiver) for waiver in report.annotations.waivers]
    return " ".join(
        msgspec.json.encode(one, enc_hook=lambda _: "").decode()
        for one in (
            compose(report, FIGURES, Edition.PUBLIC),
            compose(report, FIGURES, Edition.EXEMPT),
            set_aside(report, FIGURES, waived, public=False),
        )
    )


def looked_at(report: Report, figures: Figures) -> str:
    """Return all that the checks read."""
    blocks = (block for section in report.sections for block in section.blocks)
    return " ".join(
        text
        for found in (
            *(words.texts for words in texts.around_blocks(report)),
            *(words.texts for words in texts.file_names(figures)),
            *map(texts.of_block, blocks),
        )
        for text in found
    )


def _problem() -> Problem:
    return Problem(
        code="personal-data", severity=Severity.WARN, message="", remedy="", place=Place(block="p1")
    )


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every string in plain data."""
    if isinstance(value, str):
        yield path
    parts = dict(enumerate(value)) if isinstance(value, list) else value
    for key, part in parts.items() if isinstance(parts, dict) else ():
        yield from _paths(part, (*path, key))


def _with_mark(report: Report, path: tuple[Any, ...]) -> Report | None:
    """Return the report with one string marked; None where only given values fit there."""
    plain = msgspec.json.decode(msgspec.json.encode(report))
    at = plain
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = f"{at[path[-1]]} {MARK}"
    try:
        return msgspec.convert(plain, Report)
    except msgspec.ValidationError:
        return None


_NAMES = {
    "id",
    "block",
    "key",
    "target",
    "subject",
    "sha256",
    "set_id",
    "section",
    "row",
    "content",
    "by",
}


def test_whatever_somebody_writes_and_is_printed_is_looked_at() -> None:
    report = held()
    ways = list(_paths(msgspec.json.decode(msgspec.json.encode(report))))
    prints: set[str] = set()
    for path in ways:
        if path[-1] in _NAMES - ({"by"} if "late" in path else set()):
            continue
        marked = _with_mark(report, path)
        if marked is not None and MARK in printed(marked):
            prints.add(".".join(str(key) for key in path if isinstance(key, str)))
            assert MARK in looked_at(marked, FIGURES), path
    assert {"details.title", "late.reason", "late.by", "exemptions.reason"} <= prints
    assert {"marks.waivers.reason", "annexes.title", "sections.title"} <= prints


def test_reasons_are_checked_for_personal_data_and_for_unfinished_text() -> None:
    for field, where in (("late", "urgency"), ("exemptions", "exemption"), ("waivers", "aside")):
        for words, check in (
            (CHILD, lambda report: check_personal(report, FIGURES)),
            ("Because TBC", check_unfinished),
        ):
            report = _with_reason(held(), field, words)
            found = [one for one in check(report) if where in one.message]
            assert found, (field, words)
            assert {one.severity for one in found} == {Severity.BLOCK}


def _with_reason(report: Report, field: str, words: str) -> Report:
    if field == "waivers":
        (waiver,) = report.annotations.waivers
        notes = replace(report.annotations, waivers=(replace(waiver, reason=words),))
        return replace(report, annotations=notes)
    first, *rest = getattr(report, field)
    return replace(report, **{field: (replace(first, reason=words), *rest)})
