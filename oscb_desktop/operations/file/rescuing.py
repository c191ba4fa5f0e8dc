"""Going on in another file when the report's own cannot be written to."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say
from oscb_desktop.operations.file.opened import Opened
from oscb_desktop.report.content.blocks import Block, Paragraph, PictureBlock, Text
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.pictures import Pictures

if TYPE_CHECKING:
    from oscb_desktop.report.content.figures import Figures
    from oscb_desktop.store import ReportFile


def save_elsewhere(
    opened: Opened, figures: Figures, path: Path, *, reachable: bool = True
) -> tuple[Opened, bool]:
    """Save the report as it was last kept to a new file; return that, open, and if it is whole.

    The copy carries history, clearances and workbooks. Where the report's file can no longer be
    read, or is not ``reachable`` without waiting, the copy is made of what is in memory: the
    report, ``figures`` and comments. An existing file at ``path`` is replaced, unless it is the
    report's own (``OscbError``). Raises ``OscbError`` where ``path`` cannot be written.
    """
    if path.resolve() == opened.path:
        raise OscbError(
            say("{file} is the file that cannot be written to.", file=path.name),
            say("Choose another folder or another name."),
            code="same-file",
        )
    fresh = path.with_name(f"{path.stem}.saving{path.suffix}")
    try:
        fresh.unlink(missing_ok=True)
        whole = reachable and _copied(opened, fresh)
        if not whole:
            _made_anew(opened, figures, fresh)
        _open(fresh, opened).close()  # nobody goes on in a copy that cannot be read
        fresh.replace(path)
    except OSError as error:
        from oscb_desktop.base.failures import of_system

        raise of_system(path.name, error) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    file = _open(path, opened)
    file.pictures.adopt(opened.file.pictures)  # those of edits that are not in a file yet
    return replace(opened, file=file), whole


def let_go(opened: Opened) -> None:
    """Close a report that one has gone on from elsewhere, whatever state its file is in."""
    with suppress(OscbError, OSError):
        opened.file.close()


def _copied(opened: Opened, fresh: Path) -> bool:
    """Copy the file; return whether that gave the report as this program last kept it."""
    try:
        opened.file.copy_to(fresh)
        with _open(fresh, opened) as copy:
            same = copy.report == opened.file.report
    except OscbError as error:
        if error.code == "disk-full":  # the copy's disk: the other way would not fit either
            raise
        same = False
    if not same:
        fresh.unlink(missing_ok=True)
    return same


def _made_anew(opened: Opened, figures: Figures, fresh: Path) -> None:
    from oscb_desktop.store import ReportFile

    held = opened.file
    sets = tuple(figures.sets())
    report = _with_what_is_left(held.report, held.pictures)
    with ReportFile.create(
        fresh,
        report,
        opened.by,
        say("Saved elsewhere"),
        sets=sets,
        shown=held.pictures,
        part=held.part,
    ) as made:
        if held.comments:
            made.keep_comments(held.comments)


def _with_what_is_left(report: Report, pictures: Pictures) -> Report:
    """Return a report in which words stand for each picture that is not in memory."""
    return msgspec.structs.replace(
        report,
        sections=tuple(
            msgspec.structs.replace(
                section, blocks=tuple(_left(block, pictures) for block in section.blocks)
            )
            for section in report.sections
        ),
    )


def _left(block: Block, pictures: Pictures) -> Block:
    if not isinstance(block, PictureBlock) or pictures.has_at_hand(block.picture.sha256):
        return block
    words = say("[Put the picture in again: {what}]", what=block.caption or block.alt)
    return Paragraph(block.id, (Text(words),), numbered=False)


def _open(path: Path, opened: Opened) -> ReportFile:
    from oscb_desktop.store import ReportFile

    file = ReportFile.open(path, opened.by)
    if file.read_only:
        file.close()
        raise OscbError(
            say(
                "{file} cannot be edited there. {reason}",
                file=path.name,
                reason=file.read_only_reason,
            ),
            say("Choose a folder of your own."),
            code="read-only",
        )
    return file
