"""Adding to a report by words: what the window does by hand, for scripts and the sample."""

from pathlib import Path

from oscb_desktop.base.problems import Problem, UsageError
from oscb_desktop.base.text import say
from oscb_desktop.editing.changes import AddBlock
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.opened import Opened, Snapshot
from oscb_desktop.operations.taking_in.reading_pictures import look_at_picture
from oscb_desktop.report.content import markup
from oscb_desktop.report.content.blocks import (
    Block,
    ChartBlock,
    FigureRef,
    KeyFigure,
    KeyFigures,
    KeysTable,
    Paragraph,
    PictureBlock,
    SetTable,
    TableBlock,
    new_id,
)
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.report.content.views import views_of


def add_paragraph(opened: Opened, section: str, text: str) -> Snapshot:
    """Add a paragraph of marked text at a section's end.

    Raises ``UsageError`` for a section or a figure that the report does not have.
    """
    runs = markup.parse(text)
    for run in runs:
        if isinstance(run, FigureRef):
            _known_figure(opened, run.key)
    return _add(opened, section, Paragraph(new_id(), runs))


def add_table(opened: Opened, section: str, source: str, caption: str) -> Snapshot:
    """Add a table: ``source`` is a figure set's id, ``SET/VIEW``, or figure keys with commas."""
    bound, title = _source(opened, source)
    return _add(opened, section, TableBlock(new_id(), caption or title, bound))


def add_chart(opened: Opened, section: str, source: str, caption: str) -> Snapshot:
    """Add a chart; ``source`` as for a table."""
    bound, title = _source(opened, source)
    return _add(opened, section, ChartBlock(new_id(), caption or title, bound))


def add_picture(
    opened: Opened, section: str, path: Path, *, caption: str, alt: str, share: int = 100
) -> tuple[Snapshot, tuple[Problem, ...]]:
    """Add a file's picture, and tell what of it was left out. Raises ``UnreadableError``."""
    read = look_at_picture(path)
    find_section(opened.report, section)
    picture = opened.file.pictures.take(read.data)
    words = " ".join(alt.split()) or read.alt
    block = PictureBlock(new_id(), " ".join(caption.split()), picture, words, share)
    return _add(opened, section, block), read.problems


def add_key_figures(opened: Opened, section: str, keys: str) -> Snapshot:
    """Add key figures in boxes: one to four keys with commas between them.

    Raises ``UsageError`` for another number, and for a figure that the report does not have.
    """
    known = [_known_figure(opened, key.strip()) for key in keys.split(",")]
    if len(known) > 4:
        raise UsageError(say("There is room for four key figures."), say("Leave some out."))
    figures = opened.file.figures
    boxes = tuple(
        KeyFigure(key=key, label=figure.label) for key in known if (figure := figures.get(key))
    )
    return _add(opened, section, KeyFigures(new_id(), boxes))


def find_section(report: Report, name: str) -> Section:
    """Return a section by its key, id or title; raise ``UsageError`` naming the known ones."""
    found = next(
        (held for held in report.sections if name in (held.key, held.id, held.title)), None
    )
    if found is None:
        known = ", ".join(held.key for held in report.sections)
        raise UsageError(
            say("The report has no section '{name}'.", name=name),
            say("Use one of: {known}.", known=known),
        )
    return found


def _add(opened: Opened, key: str, block: Block) -> Snapshot:
    section = find_section(opened.report, key)
    return edit(opened, AddBlock(section.id, len(section.blocks), block))


def _known_figure(opened: Opened, key: str) -> str:
    if opened.file.figures.get(key) is None:
        raise UsageError(
            say("The report has no figure '{key}'.", key=key), say("List them with: figures FILE.")
        )
    return key


def _source(opened: Opened, text: str) -> tuple[SetTable | KeysTable, str]:
    if "." in text:
        keys = tuple(_known_figure(opened, key.strip()) for key in text.split(","))
        return KeysTable(keys=keys), "Figures"
    set_id, _, view_name = text.partition("/")
    held = opened.file.figures.set(set_id)
    if held is None:
        known = ", ".join(opened.file.figures.set_ids) or say("none yet")
        raise UsageError(
            say("The report holds no return '{set_id}'.", set_id=set_id),
            say("It holds: {known}.", known=known),
        )
    views = {view.name: view for view in views_of(held)}
    view = views.get(view_name) if view_name else next(iter(views.values()))
    if view is None:
        raise UsageError(
            say("'{set_id}' has no view '{view_name}'.", set_id=set_id, view_name=view_name),
            say("Use: {known}.", known=", ".join(views)),
        )
    return SetTable(set_id=set_id, view=view.name), view.title
