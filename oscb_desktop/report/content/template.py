"""Report templates: which sections a committee expects, what they say at the start, who may
change what. Data in ``resources/templates``; names of bodies depend on the reporting year.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from oscb_desktop.base import resources
from oscb_desktop.base.problems import UsageError
from oscb_desktop.base.text import say
from oscb_desktop.report.content import markup
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    Heading,
    KeysTable,
    ListBlock,
    Paragraph,
    SetTable,
    TableBlock,
    new_id,
)
from oscb_desktop.report.content.document import Details, Report, Section


class SourceSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table or a chart as a template writes it: a set's view, or figures one by one."""

    caption: str
    set: str = ""
    view: str = ""
    keys: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    alt: str = ""

    def source(self) -> SetTable | KeysTable:
        """Return what the table or chart is bound to."""
        if self.keys:
            return KeysTable(keys=self.keys, labels=self.labels)
        return SetTable(set_id=self.set, view=self.view)


class BlockSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One block as a template writes it: exactly one of the fields but ``id`` is given."""

    p: str = ""
    heading: str = ""
    bullets: tuple[str, ...] = ()
    table: SourceSpec | None = None
    chart: SourceSpec | None = None
    id: str = ""  # only where another block refers to this one

    def build(self, fill: "Filling") -> Block:
        """Return the block with a fresh id and its blanks filled."""
        block_id = self.id or new_id()
        if self.table is not None:
            return TableBlock(block_id, fill(self.table.caption), self.table.source())
        if self.chart is not None:
            chart = self.chart
            return ChartBlock(block_id, fill(chart.caption), chart.source(), fill(chart.alt))
        if self.bullets:
            return ListBlock(block_id, tuple(markup.parse(fill(item)) for item in self.bullets))
        if self.heading:
            return Heading(block_id, fill(self.heading))
        return Paragraph(block_id, markup.parse(fill(self.p)))


class TemplateSection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section that the template asks for.

    ``presence`` says what may be done with it. "fixed": it is there, under this heading. "free":
    it is there, and the heading may be worded otherwise. "optional": it may be left out as well.
    "repeatable": it may be there several times.
    """

    key: str
    title: str
    presence: Literal["fixed", "free", "optional", "repeatable"] = "fixed"
    numbered: bool = True
    required: bool = True
    guidance: str = ""
    standing: bool = False  # its text stays from year to year: posts, contacts
    blocks: tuple[BlockSpec, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether every report of the template has this section, where the template has it."""
        return self.presence in ("fixed", "free")


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field of the report's head as the "new report" page asks for it."""

    key: str
    label: str
    kind: Literal["text", "date", "year"] = "text"
    required: bool = False
    default: str = ""


class Template(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report template."""

    id: str
    title: str
    description: str
    version: int
    route: str  # the id of the clearance route that its reports take
    fields: tuple[Field, ...]
    sections: tuple[TemplateSection, ...]
    own_sections: bool = True  # whether sections under headings of one's own may be added
    coverage: str = ""  # the set of requirements that the report is checked against

    def section(self, key: str) -> TemplateSection | None:
        """Return the template's section of a key, or None."""
        return next((section for section in self.sections if section.key == key), None)

    def guidance(self, key: str) -> str:
        """Return what to write in a section, "" where the template says nothing."""
        section = self.section(key)
        return section.guidance if section else ""


@cache
def templates() -> dict[str, Template]:
    """Return every template by id."""
    paths = sorted(resources.find("templates").glob("*.toml"))
    loaded = (resources.load(path, Template) for path in paths)
    return {template.id: template for template in loaded}


def find_template(template_id: str) -> Template:
    """Return a template; raise ``UsageError`` naming the known ones."""
    known = templates()
    if template_id not in known:
        raise UsageError(
            say("There is no template called '{template_id}'.", template_id=template_id),
            say("Use one of: {known}.", known=", ".join(known)),
        )
    return known[template_id]


def start_report(template: Template, settings: Mapping[str, str]) -> Report:
    """Return a new report from a template; ``settings`` override the fields' defaults.

    Raises ``UsageError`` for a setting that the report's head does not have.
    """
    known = {field.key: field.default for field in template.fields}
    strange = sorted(set(settings) - set(Details.__struct_fields__))
    if strange:
        raise UsageError(
            say("A report has no setting called '{setting}'.", setting=strange[0]),
            say("Use one of: {known}.", known=", ".join(Details.__struct_fields__)),
        )
    values = {**known, **settings}
    details = _details(values)
    fill = Filling(details)
    details = msgspec.structs.replace(details, title=fill(details.title))
    sections = tuple(
        build_section(section, section.blocks, fill)
        for section in template.sections
        if section.is_there or section.blocks
    )
    return Report(template=template.id, details=details, sections=sections)


def build_section(
    section: TemplateSection, blocks: tuple[BlockSpec, ...], fill: "Filling"
) -> Section:
    """Return a section of a report with these blocks in it."""
    return Section(
        id=section.key,
        key=section.key,
        title=fill(section.title),
        numbered=section.numbered,
        blocks=tuple(spec.build(fill) for spec in blocks),
    )


def _details(values: Mapping[str, str]) -> Details:
    cleaned: dict[str, str | None] = {
        key: (value.strip() or None) if key == "meeting_date" else value.strip()
        for key, value in values.items()
    }
    try:
        return msgspec.convert(cleaned, Details)
    except msgspec.ValidationError as error:
        raise UsageError(
            say("The meeting date cannot be '{given}'.", given=values.get("meeting_date")),
            say("Write it as YYYY-MM-DD, for example 2026-12-10."),
        ) from error


class BodyName(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body's name while it bore it; ``until`` is the last day, None for today's name.

    ``also`` are other words for it, so that a text which still uses them can be found.
    """

    name: str
    also: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


class _Bodies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bodies: dict[str, tuple[BodyName, ...]]


@cache
def _bodies() -> dict[str, tuple[BodyName, ...]]:
    return resources.load(resources.find("bodies.toml"), _Bodies).bodies


def body_name(body: str, reporting_year: str) -> str:
    """Return what a body was called at the end of a reporting year ("2025-26" ends 31 March)."""
    names = _bodies().get(body)
    if not names:
        raise UsageError(
            say("There is no body called '{body}'.", body=body),
            say("Use one of: {known}.", known=", ".join(_bodies())),
        )
    started = re.match(r"(\d{4})", reporting_year)
    if started is None:
        return names[-1].name
    day = date(int(started.group(1)) + 1, 3, 31)
    for held in names:
        if (held.since is None or held.since <= day) and (held.until is None or day <= held.until):
            return held.name
    return names[-1].name


@cache
def ended_bodies(day: date) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return, for each name that had ended by ``day``, its words and the name borne on ``day``."""
    return tuple(
        ((held.name, *held.also), names[-1].name)
        for names in _bodies().values()
        for held in names
        if held.until is not None and held.until < day
    )


class Filling:
    """Fills a template's blanks: ``{committee}``, ``{year}``, ``{body:probation}`` …"""

    def __init__(self, details: Details) -> None:
        self._details = details
        self._values = {
            "title": details.title,
            "committee": details.committee or "committee",
            "board": details.board or "board",
            "organisation": details.organisation or "council",
            "year": details.reporting_year,
            "report_by": details.report_by,
        }

    def __call__(self, text: str) -> str:
        """Return ``text`` with its blanks filled; figure and reference marks are left."""
        return re.sub(r"\{(body:)?([a-z_-]+)\}", self._blank, text)

    def _blank(self, found: re.Match[str]) -> str:
        if found.group(1):
            return body_name(found.group(2), self._details.reporting_year)
        return self._values.get(found.group(2), found.group(0))
