"""Where the sections of a document that was read belong in a report: one change, one undo."""

import re

from msgspec.structs import replace
from rapidfuzz import fuzz

from oscb_desktop.editing.changes import (
    AddBlock,
    AddSection,
    Change,
    RemoveBlock,
    SetDetail,
    Several,
)
from oscb_desktop.editing.rolling import content_of, standing_text
from oscb_desktop.editing.sections import own_section
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.documents_read import DocumentRead, ReadSection
from oscb_desktop.report.content.template import Filling, Template

_SAME_TITLE = 85  # per cent: "Financial & Staff Implications" is the template's section


def place(read: DocumentRead, report: Report, template: Template, label: str) -> Change:
    """Return the change that takes a document into a report.

    A section goes where the report, or else the template, has one of that title; any other becomes
    a section of its own after the one it followed. What a section already says is kept, unless it
    is only what the template says. Details that the document gives are set.
    """
    placing = _Placing(report, template)
    for field, value in read.details.items():
        placing.detail(field, value)
    for section in read.sections:
        placing.section(section)
    return Several(tuple(placing.changes), label)


class _Placing:
    def __init__(self, report: Report, template: Template) -> None:
        self.changes: list[Change] = []
        self._report = report
        self._template = template
        self._filling = Filling(report.details)
        self._at = 0  # where the next new section goes

    def detail(self, field: str, value: str) -> None:
        self._do(SetDetail(field, value))

    def section(self, read: ReadSection) -> None:
        present = _named(read.title, self._report.sections)
        if present is None:
            self._add(read)
            return
        standing = standing_text(self._template, present.key, self._filling, self._filling)
        if read.blocks and all(content_of(block) in standing for block in present.blocks):
            for block in present.blocks:
                self._do(RemoveBlock(block.id))
            present = replace(present, blocks=())
        for offset, block in enumerate(read.blocks):
            self._do(AddBlock(present.id, len(present.blocks) + offset, block, taken_from=()))
        self._at = [section.id for section in self._report.sections].index(present.id) + 1

    def _add(self, read: ReadSection) -> None:
        taken = {section.id for section in self._report.sections}
        asked = next(
            (held for held in self._template.sections if _alike(read.title, held.title)), None
        )
        if asked is not None and asked.key not in taken:
            made = Section(
                id=asked.key,
                key=asked.key,
                title=self._filling(asked.title),
                numbered=asked.numbered,
                blocks=read.blocks,
            )
        else:
            made = own_section(self._template, self._report, read.title, read.blocks)
        self._do(AddSection(self._at, made))
        self._at += 1

    def _do(self, change: Change) -> None:
        after = change.apply(self._report)
        if after != self._report:
            self.changes.append(change)
            self._report = after


def _named(title: str, sections: tuple[Section, ...]) -> Section | None:
    return next((section for section in sections if _alike(title, section.title)), None)


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(_plain(one), _plain(other)) >= _SAME_TITLE


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold().replace("&", " and ")))
