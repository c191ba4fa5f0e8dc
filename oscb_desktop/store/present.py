"""The present state of a report as rows: read whole, written only where it differs."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, insert, update

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.report.content.annotations import Annotations, Exemption, Late
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.content.document import (
    Annex,
    Committee,
    Details,
    Report,
    Section,
    SetRef,
    encode,
)
from oscb_desktop.store import schema
from oscb_desktop.store.rows import all_typed, query, typed

_details = msgspec.json.Decoder(Details)
_annexes = msgspec.json.Decoder(tuple[Annex, ...])
_refs = msgspec.json.Decoder(tuple[SetRef, ...])
_annotations = msgspec.json.Decoder(Annotations)
_exemptions = msgspec.json.Decoder(tuple[Exemption, ...])
_committees = msgspec.json.Decoder(tuple[Committee, ...])
_late = msgspec.json.Decoder(tuple[Late, ...])
_ids = msgspec.json.Decoder(tuple[str, ...])
_section = msgspec.json.Decoder(Section)
_block: msgspec.json.Decoder[Block] = msgspec.json.Decoder(Block)

Key = str | int
Rows = dict[Key, dict[str, Any]]


class _Head(msgspec.Struct, frozen=True):
    template: str
    details: str
    figure_sets: str
    section_ids: str
    annexes: str
    marks: str
    exemptions: str
    committees: str
    late: str


class _SectionRow(msgspec.Struct, frozen=True):
    id: str
    head: str
    block_ids: str


class _BlockRow(msgspec.Struct, frozen=True):
    id: str
    content: str


def load(connection: Connection) -> Report:
    """Read the report. Raises msgspec.ValidationError where the rows do not fit together."""
    head = typed(connection.execute(query(schema.report, _Head)).one(), _Head)
    rows = all_typed(connection.execute(query(schema.sections, _SectionRow)), _SectionRow)
    sections = {row.id: row for row in rows}
    found = all_typed(connection.execute(query(schema.blocks, _BlockRow)), _BlockRow)
    blocks = {row.id: _block.decode(row.content) for row in found}
    try:
        placed = tuple(
            msgspec.structs.replace(
                _section.decode(sections[key].head),
                blocks=tuple(blocks.pop(block) for block in _ids.decode(sections[key].block_ids)),
            )
            for key in _ids.decode(head.section_ids)
        )
    except KeyError as error:
        raise msgspec.ValidationError(f"a row is missing: {error}") from error
    if blocks:
        raise msgspec.ValidationError(f"{len(blocks)} blocks are in no section")
    return Report(
        template=head.template,
        details=_details.decode(head.details),
        sections=placed,
        figure_sets=_refs.decode(head.figure_sets),
        annexes=_annexes.decode(head.annexes),
        annotations=_annotations.decode(head.marks),
        exemptions=_exemptions.decode(head.exemptions),
        committees=_committees.decode(head.committees),
        late=_late.decode(head.late),
    )


def save(connection: Connection, old: Report | None, new: Report, version: int) -> None:
    """Write what differs between ``old`` (None: nothing is kept yet) and ``new``."""
    before = {} if old is None else {section.id: section for section in old.sections}
    after = {section.id: section for section in new.sections}
    _refuse_twice(len(after), len(new.sections))
    # An edit shares what it leaves alone, so most sections are the same object.
    gone = [held for key, held in before.items() if after.get(key) is not held]
    come = [held for key, held in after.items() if before.get(key) is not held]
    _save_blocks(connection, _blocks(gone), _blocks(come), version)
    _rows(connection, schema.sections, _heads(gone), _heads(come), version)
    heads: Rows = {} if old is None else {1: _head(old)}
    _rows(connection, schema.report, heads, {1: _head(new)}, version)


def _save_blocks(
    connection: Connection, old: dict[str, Block], new: dict[str, Block], version: int
) -> None:
    shared = {key for key, block in new.items() if old.get(key) is block}
    _rows(
        connection,
        schema.blocks,
        {key: _content(block) for key, block in old.items() if key not in shared},
        {key: _content(block) for key, block in new.items() if key not in shared},
        version,
    )


def _rows(connection: Connection, table: Table, old: Rows, new: Rows, version: int) -> None:
    dropped = [{"key": key} for key in old.keys() - new.keys()]
    added = [{"id": key, "version": version, **new[key]} for key in new if key not in old]
    changed = [
        {"key": key, "version": version, **row}
        for key, row in new.items()
        if key in old and old[key] != row
    ]
    # Drop first: a block may leave one section and come to another in one act.
    here = table.c.id == bindparam("key")
    if dropped:
        connection.execute(delete(table).where(here), dropped)
    if changed:
        connection.execute(update(table).where(here), changed)
    if added:
        connection.execute(insert(table), added)


def _blocks(sections: list[Section]) -> dict[str, Block]:
    blocks = {block.id: block for section in sections for block in section.blocks}
    _refuse_twice(len(blocks), sum(len(section.blocks) for section in sections))
    return blocks


def _content(block: Block) -> dict[str, Any]:
    return {"content": encode(block).decode()}


def _heads(sections: list[Section]) -> Rows:
    return {
        section.id: {
            "head": encode(msgspec.structs.replace(section, blocks=())).decode(),
            "block_ids": encode([block.id for block in section.blocks]).decode(),
        }
        for section in sections
    }


def _head(report: Report) -> dict[str, Any]:
    return {
        "template": report.template,
        "details": encode(report.details).decode(),
        "figure_sets": encode(report.figure_sets).decode(),
        "section_ids": encode([section.id for section in report.sections]).decode(),
        "annexes": encode(report.annexes).decode(),
        "marks": encode(report.annotations).decode(),
        "exemptions": encode(report.exemptions).decode(),
        "committees": encode(report.committees).decode(),
        "late": encode(report.late).decode(),
    }


def _refuse_twice(ids: int, things: int) -> None:
    if ids != things:
        raise OscbError(
            say("The same section or paragraph is already in the report."),
            say("Paste it as a new one."),
            code="twice",
        )
