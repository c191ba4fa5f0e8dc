"""Pictures of first pages: of the public edition, of the file as it is, of none off the list."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from oscb_desktop.base.errors import OscbError
from oscb_desktop.editing.changes import AddBlock
from oscb_desktop.editing.exempting import MarkExempt
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import Opened, take_snapshot
from oscb_desktop.operations.file.parts import send_section
from oscb_desktop.operations.home import picturing
from oscb_desktop.operations.home.first_pages import (
    drop_other_first_pages,
    first_pages,
    name_now,
)
from oscb_desktop.operations.home.picturing import WIDTH_PX, keep_first_page, kept_by
from oscb_desktop.operations.home.recent import forget_recent, remember_recent
from oscb_desktop.publish.pdf import proofs
from oscb_desktop.report.content.blocks import Paragraph, Text
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.composition import compose

WHY = "Terms of a contract that are still being settled"


def kept(folder: Path) -> list[Path]:
    """Return every file there is of pictures."""
    pages = folder / "first-pages"
    return sorted(pages.iterdir()) if pages.is_dir() else []


def keep(opened: Opened, folder: Path) -> None:
    asked = kept_by(opened)
    assert asked is not None
    keep_first_page(asked, folder)


def picture(opened: Opened, folder: Path) -> Image.Image:
    """Return the picture of a report's first page as it is now, on the list or not before."""
    remember_recent(take_snapshot(opened), folder)
    keep(opened, folder)
    (data,) = first_pages([opened.path.absolute()], folder).values()
    return Image.open(BytesIO(data))


def say_first(opened: Opened, words: str, *, exempt: bool = False) -> None:
    """Put a paragraph at the very beginning."""
    section = opened.file.report.sections[0]
    edit(opened, AddBlock(section.id, 0, Paragraph("first", (Text(words),))))
    if exempt:
        edit(opened, MarkExempt("first", 3, WHY))


@contextmanager
def copied(sample: Path) -> Iterator[tuple[Opened, Path]]:
    """Open a copy of the sample, always of the same name; yield it and a folder for the list."""
    with TemporaryDirectory() as name:
        path = Path(name) / "report.oscb"
        shutil.copy(sample, path)
        with open_report(path, by="Author") as opened:
            yield opened, Path(name)


def test_it_is_a_small_picture_for_its_owner_s_eyes(opened: Opened, tmp_path: Path) -> None:
    made = picture(opened, tmp_path)
    assert (made.format, made.mode) == ("PNG", "RGB")
    assert made.width == WIDTH_PX
    assert made.height / made.width == pytest.approx(297 / 210, abs=0.01)
    assert made.info == {}
    assert len(made.getcolors(made.width * made.height) or ()) > 50  # a page with words
    (only,) = kept(tmp_path)
    assert "report" not in only.name
    if sys.platform != "win32":
        assert only.stat().st_mode & 0o077 == 0
        assert only.parent.stat().st_mode & 0o077 == 0


def test_what_is_said_first_is_seen(sample: Path) -> None:
    with copied(sample) as (opened, folder):
        before = picture(opened, folder)
        say_first(opened, "A paragraph that is new here. " * 20)
        assert picture(opened, folder).tobytes() != before.tobytes()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.text(st.characters(codec="latin-1", categories=("L", "N")), min_size=1, max_size=12),
        min_size=1,
        max_size=60,
    )
)
def test_exempt_words_change_no_pixel(sample: Path, words: list[str]) -> None:
    def made(secret: str) -> bytes:
        with copied(sample) as (opened, folder):
            say_first(opened, secret, exempt=True)
            return picture(opened, folder).tobytes()

    assert made(" ".join(words)) == made("Something else")


def test_a_page_that_would_leak_is_not_kept(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with copied(sample) as (opened, folder):
        say_first(opened, "The offer of Marchwood Holdings stands at 4,812,350 pounds", exempt=True)
        picture(opened, folder)
        snapshot = take_snapshot(opened)
        whole = compose(snapshot.report, snapshot.figures, Edition.EXEMPT)
        prove = proofs.prove
        monkeypatch.setattr(proofs, "prove", lambda _: prove(whole))
        keep(opened, folder)
        assert kept(folder) == []


def test_a_file_that_was_changed_since_has_none(opened: Opened, tmp_path: Path) -> None:
    picture(opened, tmp_path)
    say_first(opened, "Not to be seen", exempt=True)
    assert first_pages([opened.path.absolute()], tmp_path) == {}
    assert kept(tmp_path) == []


def test_an_older_copy_put_in_its_place_has_none(opened: Opened, tmp_path: Path) -> None:
    older = tmp_path / "older.oscb"
    shutil.copy2(opened.path, older)
    os.utime(older, ns=(1, 1_700_000_000_000_000_000))
    picture(opened, tmp_path)
    opened.file.close()
    shutil.copy2(older, opened.path)
    assert first_pages([opened.path.absolute()], tmp_path) == {}


def test_what_is_written_while_it_is_drawn_makes_it_void(opened: Opened, tmp_path: Path) -> None:
    remember_recent(take_snapshot(opened), tmp_path)
    asked = kept_by(opened)
    assert asked is not None
    say_first(opened, "Not to be seen", exempt=True)
    keep_first_page(asked, tmp_path)
    assert first_pages([opened.path.absolute()], tmp_path) == {}
    assert kept(tmp_path) == []


def test_a_file_that_is_gone_when_it_is_closed_has_none(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: Path) -> str:
        raise FileNotFoundError

    monkeypatch.setattr(picturing, "name_now", gone)
    assert kept_by(opened) is None


def test_opening_and_closing_leave_it_valid(opened: Opened, tmp_path: Path) -> None:
    picture(opened, tmp_path)
    path = opened.path.absolute()
    opened.file.close()
    with open_report(path, by="Author"):
        pass
    assert set(first_pages([path], tmp_path)) == {path}


def test_it_goes_with_the_file(opened: Opened, tmp_path: Path) -> None:
    picture(opened, tmp_path)
    opened.file.close()
    opened.path.unlink()
    assert first_pages([opened.path.absolute()], tmp_path) == {}
    assert kept(tmp_path) == []


def test_it_goes_when_the_report_is_taken_off_the_list(opened: Opened, tmp_path: Path) -> None:
    picture(opened, tmp_path)
    forget_recent(opened.path, tmp_path)
    assert kept(tmp_path) == []


def test_it_goes_when_others_push_the_report_off_the_list(
    opened: Opened, sample: Path, tmp_path: Path
) -> None:
    picture(opened, tmp_path)
    for number in range(12):
        path = tmp_path / f"other{number}.oscb"
        shutil.copy(sample, path)
        assert kept(tmp_path)
        with open_report(path, by="Author") as other:
            remember_recent(take_snapshot(other), tmp_path)
    assert kept(tmp_path) == []


def test_a_report_that_is_not_on_the_list_gets_none(opened: Opened, tmp_path: Path) -> None:
    keep(opened, tmp_path)
    assert kept(tmp_path) == []


def test_a_part_that_went_to_an_officer_gets_none(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "part.oscbpart"
    send_section(opened, opened.file.report.sections[1].id, path)
    with open_report(path, by="Officer") as part:
        snapshot = take_snapshot(part)
        assert snapshot.part is not None
        remember_recent(snapshot, tmp_path)
        keep(part, tmp_path)
    assert kept(tmp_path) == []


def test_who_only_reads_leaves_what_there_is(opened: Opened, tmp_path: Path) -> None:
    picture(opened, tmp_path)
    before = kept(tmp_path)
    with open_report(opened.path, by="Reader", read_only=True) as reader:
        say_first(opened, "Written by another meanwhile")
        assert kept_by(reader) is None
    assert kept(tmp_path) == before
    assert first_pages([opened.path.absolute()], tmp_path) == {}


def test_there_is_one_of_a_report_at_most(opened: Opened, tmp_path: Path) -> None:
    for words in ("One", "Two", "Three"):
        edit(
            opened,
            AddBlock(opened.file.report.sections[0].id, 0, Paragraph(words, (Text(words),))),
        )
        picture(opened, tmp_path)
    assert len(kept(tmp_path)) == 1


def test_those_of_other_reports_stay(opened: Opened, sample: Path, tmp_path: Path) -> None:
    with copied(sample) as (other, _):
        for held in (opened, other):
            remember_recent(take_snapshot(held), tmp_path)
            keep(held, tmp_path)
        paths = [other.path.absolute(), opened.path.absolute()]
        assert set(first_pages(paths, tmp_path)) == set(paths)
        drop_other_first_pages([opened.path.absolute()], tmp_path)
        assert set(first_pages(paths, tmp_path)) == {opened.path.absolute()}


def test_what_was_left_half_written_goes(opened: Opened, tmp_path: Path) -> None:
    picture(opened, tmp_path)
    (tmp_path / "first-pages" / ".half.png.123.new").write_bytes(b"half")
    (tmp_path / "first-pages" / "folder").mkdir()  # nobody's here: it is no picture
    assert len(first_pages([opened.path.absolute()], tmp_path)) == 1
    assert len(kept(tmp_path)) == 2


def _fails(error: Exception) -> Callable[..., bytes]:
    def fail(*_: object) -> bytes:
        raise error

    return fail


def test_a_report_whose_pages_cannot_be_made_closes_all_the_same(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture(opened, tmp_path)
    monkeypatch.setattr(picturing, "_page_of", _fails(OscbError("No.", "Do.")))
    keep(opened, tmp_path)
    assert kept(tmp_path) == []


@pytest.mark.expect_log("drawing the first page")
def test_a_fault_in_drawing_is_noted_and_stops_nobody(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember_recent(take_snapshot(opened), tmp_path)
    monkeypatch.setattr(picturing, "_page_of", _fails(TypeError("a value")))
    keep(opened, tmp_path)
    assert kept(tmp_path) == []


def test_where_no_picture_can_be_kept_there_is_none(opened: Opened, tmp_path: Path) -> None:
    path = opened.path.absolute()
    remember_recent(take_snapshot(opened), tmp_path)
    pages = tmp_path / "first-pages"
    pages.write_bytes(b"a file is in the way")
    keep(opened, tmp_path)
    assert first_pages([path], tmp_path) == {}
    pages.unlink()
    (pages / name_now(path)).mkdir(parents=True)  # so is a folder
    keep(opened, tmp_path)
    assert first_pages([path], tmp_path) == {}
