"""What must not grow with the report or its history: rows written, history read, bytes kept."""

from pathlib import Path

from sqlalchemy import func, select, update

from oscb_desktop.editing.changes import ReplaceBlock
from oscb_desktop.report.content.document import Report, Section
from oscb_desktop.store import ReportFile, history
from oscb_desktop.store.schema import blocks, revisions, sections
from tests.store.samples import figure_set, paragraph, through_door, workbook


def long_report() -> Report:
    """About 300 pages: 15 sections of 200 paragraphs."""
    return Report(
        template="scrutiny-annual-report",
        sections=tuple(
            Section(
                id=f"s{section}",
                key="k",
                title="T",
                blocks=tuple(paragraph(f"b{section}-{n}", "word " * 90) for n in range(200)),
            )
            for section in range(15)
        ),
    )


def test_a_key_in_a_long_report_writes_one_block(path: Path) -> None:
    with ReportFile.create(path, long_report(), "Author") as file:
        through_door(file, ReplaceBlock(paragraph("b7-100", "Other words.")), "Author")
        with file._database.reading() as connection:
            newest = select(func.max(revisions.c.seq)).scalar_subquery()
            written = select(blocks.c.id).where(blocks.c.version == newest)
            assert connection.execute(written).scalars().all() == ["b7-100"]
            moved = select(sections.c.id).where(sections.c.version == newest)
            assert connection.execute(moved).scalars().all() == []


def test_opening_does_not_read_the_history(path: Path) -> None:
    """Rows of it that no program could read do no harm until they are asked for."""
    with ReportFile.create(path, long_report(), "Author") as file:
        change = ReplaceBlock(paragraph("b7-100", "word " * 90))
        at = file._position
        with file._database.writing() as connection:
            for number in range(50):
                at = history.did(connection, at, change, change, "Author", str(number))
            unread = revisions.c.seq.between(2, 40)
            connection.execute(update(revisions).where(unread).values(change="?", inverse="?"))
    with ReportFile.open(path, "Author") as file:
        assert file.undo_label == "49"
        assert len(file.verify_history()) > 0


def test_a_million_values_take_little_room(path: Path) -> None:
    sets = [figure_set(f"set{number}", rows=100_000) for number in range(10)]
    with ReportFile.create(path, long_report(), "Author") as file:
        file.accept(sets, workbook(), "Author", "Accept")
    assert path.stat().st_size < 30_000_000
