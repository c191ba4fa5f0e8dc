"""A photo's way through the program: into a report, to an officer, into every publication."""

import re
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest

from oscb_desktop.base.bare_pictures import is_bare, is_picture
from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import silent
from oscb_desktop.editing.changes import AddBlock, RemoveBlock
from oscb_desktop.operations.file.changing import edit, redo, undo
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.file.parts import look_at_part, merge_part, send_section
from oscb_desktop.operations.file.rolling import roll_forward
from oscb_desktop.operations.home.sample import make_sample_report
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.publishing.exporting_words import export_words
from oscb_desktop.operations.publishing.verifying import verify_pdf
from oscb_desktop.publish.pdf.images import bare_of, is_named_for_itself
from oscb_desktop.publish.pdf.records import read_record
from oscb_desktop.publish.pdf.saving import save
from oscb_desktop.publish.reading_back.leaks import ExemptContentLeaked
from oscb_desktop.publish.reading_back.pages import compare_pages
from oscb_desktop.publish.typeset.galley import picture_name
from oscb_desktop.report.content.blocks import CrossRef, Paragraph, PictureBlock, Text, new_id
from oscb_desktop.report.content.pictures import Pictures, picture_of
from oscb_desktop.words.pictures import read_picture
from tests import photos, vouched

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.filterwarnings("ignore::pikepdf._exceptions.PageCopyWarning")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.oscb"
    make_sample_report(path, silent, by="Author").file.close()
    return path


@pytest.fixture
def report(tmp_path: Path, sample: Path, run: Run) -> Path:
    path = tmp_path / "report.oscb"
    path.write_bytes(sample.read_bytes())
    (tmp_path / "photo.jpg").write_bytes(photos.photo())
    (tmp_path / "map.svg").write_bytes(photos.DRAWING)
    words = ("--alt", "A park with a red gate", "--caption", "The new park", "--width", "60")
    add = ("add", path, "--section", "introduction", "--picture")
    assert run(*add, tmp_path / "photo.jpg", *words)[0] == 0
    assert run(*add, tmp_path / "map.svg")[0] == 0
    return path


def pictures_of(path: Path) -> list[PictureBlock]:
    with open_report(path, read_only=True) as opened:
        return [held for held in opened.report.blocks() if isinstance(held, PictureBlock)]


def has(data: bytes, words: str) -> bool:
    return any(words.encode(way) in data for way in ("utf-8", "utf-16-le", "utf-16-be"))


def test_where_a_photo_was_taken_is_in_no_file(report: Path, tmp_path: Path, run: Run) -> None:
    made = [tmp_path / f"out.{ending}" for ending in ("pdf", "docx", "html")]
    for out in made:
        assert run("export", report, out, "--draft")[0] == 0
    with open_report(report) as opened:
        send_section(opened, "introduction", tmp_path / "part.oscbpart")
        roll_forward(opened, tmp_path / "next.oscb", "2026-27").file.close()
    assert len(pictures_of(tmp_path / "part.oscbpart")) == 2
    assert len(pictures_of(tmp_path / "next.oscb")) == 2
    every = [report, *made, tmp_path / "part.oscbpart", tmp_path / "next.oscb"]
    inside = [held for path in every for held in _pieces(path.read_bytes())]
    shown = [held for held in inside if is_picture(held)]
    assert len(shown) >= 2
    assert all(is_bare(held) or b"tEXt" not in held for held in shown)
    for words in (photos.CAMERA, photos.NOTED, "Exif", "GPS"):
        assert [held for held in inside if has(held, words)] == []


def _pieces(data: bytes) -> list[bytes]:
    """Return a file's bytes, and those of what is packed in it."""
    found = [data]
    if data[:2] == b"PK":
        with ZipFile(BytesIO(data)) as held:
            found += [held.read(name) for name in held.namelist()]
    elif data[:5] == b"%PDF-":
        with pikepdf.open(BytesIO(data)) as pdf:
            streams = [held for held in pdf.objects if isinstance(held, pikepdf.Stream)]
            found += [held.read_raw_bytes() for held in streams]
            found += [held for held in map(bare_of, streams) if held]
    found += [b64decode(held) for held in re.findall(rb"base64,([A-Za-z0-9+/=]+)", data)]
    return found


def test_a_picture_is_kept_once_and_comes_back_with_undo(report: Path) -> None:
    with open_report(report) as opened:
        held = next(b for b in opened.report.blocks() if isinstance(b, PictureBlock))
        section = opened.report.section_of(held.id)
        assert section is not None
        copy = PictureBlock(new_id(), "Again", held.picture, "The same park")
        edit(opened, AddBlock(section.id, 0, copy))
        edit(opened, RemoveBlock(held.id))
        undo(opened)
        redo(opened)
        undo(opened)
        pictures = take_snapshot(opened).pictures
    assert pictures[held.picture.sha256].startswith(b"\xff\xd8")
    assert [block.picture for block in pictures_of(report)].count(held.picture) == 2


def test_a_picture_whose_bytes_are_not_there_is_refused(report: Path) -> None:
    with open_report(report) as opened:
        strange = Pictures().take(photos.bare("#123456"))
        block = PictureBlock(new_id(), "", strange, "From elsewhere")
        section = opened.report.sections[0]
        with pytest.raises(OscbError) as refused:
            edit(opened, AddBlock(section.id, 0, block))
        assert refused.value.code == "picture-gone"
        assert opened.report.block(block.id) is None


def test_a_picture_that_was_altered_in_the_file_is_published_nowhere(
    report: Path, tmp_path: Path, run: Run
) -> None:
    import sqlite3

    raw = sqlite3.connect(report)
    raw.execute("UPDATE pictures SET data = ?", (photos.photo(),))
    raw.commit()
    raw.close()
    for ending in ("pdf", "docx", "html"):
        code, _, said = run("export", report, tmp_path / f"out.{ending}", "--draft")
        assert code != 0
        assert "picture" in said
        assert not (tmp_path / f"out.{ending}").exists()


def test_a_picture_comes_back_from_an_officer(report: Path, tmp_path: Path) -> None:
    part = tmp_path / "part.oscbpart"
    with open_report(report) as opened:
        send_section(opened, "introduction", part)
    with open_report(part) as theirs:
        picture = theirs.file.pictures.take(photos.bare("#a1b2c3"))
        block = PictureBlock(new_id(), "What we built", picture, "A hall")
        edit(theirs, AddBlock(theirs.report.sections[0].id, 0, block))
    with open_report(report) as opened:
        merge_part(opened, look_at_part(opened, part))
    assert block in pictures_of(report)


def test_a_picture_that_nobody_described_stops_a_publication(
    report: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "plain.png").write_bytes(photos.bare("#998877"))
    assert "picture-without-alt" not in run("check", report, "--json")[1]
    run("add", report, "--section", "introduction", "--picture", tmp_path / "plain.png")
    code, said, _ = run("check", report, "--json")
    assert code != 0
    assert "picture-without-alt" in said


def test_a_picture_swapped_in_a_published_file_is_told(report: Path, tmp_path: Path) -> None:
    with open_report(report, by="Author") as opened:
        section = opened.report.sections[-1].id
        seen = [CrossRef(held.id) for held in pictures_of(report) if held.caption]
        edit(opened, AddBlock(section, 0, Paragraph(new_id(), (Text("See "), *seen))))
        snapshot = vouched.clear_all(opened)
        path = vouched.publish(snapshot, tmp_path / "out.pdf")
    trust = [vouched.trust_file(tmp_path)]
    assert verify_pdf(path, trust=trust).proved()
    with pikepdf.open(path) as pdf:
        record = read_record(pdf)
        assert record is not None
        assert not any("picture" in words for words in compare_pages(pdf, record).faults)
        page, name = next(
            (page, key)
            for page in pdf.pages
            for key, image in page.obj.Resources.get("/XObject", {}).items()
            if image.Filter == "/DCTDecode"
        )
        images = page.obj.Resources.XObject
        other = read_picture(photos.photo((90, 90)), "other").data
        images[name].write(other, filter=pikepdf.Name.DCTDecode)
        assert any("picture is not the one" in words for words in compare_pages(pdf, record).faults)
        images[name].Width, images[name].Height = 90, 90
        named = picture_name(picture_of(other).sha256)
        images[named] = images[name]
        code = page.obj.Contents.read_bytes().replace(name.encode(), named.encode())
        page.obj.Contents = pdf.make_stream(code)
        assert is_named_for_itself(named, images[named])
        told = compare_pages(pdf, record).faults
        assert any("is not what the record holds" in words for words in told)
        path.write_bytes(save(pdf))
    assert not verify_pdf(path, trust=trust).proved()


def test_an_exempt_picture_is_in_no_public_file(report: Path, tmp_path: Path, run: Run) -> None:
    reason = ("--paragraph", "3", "--reason", "Talks about the land are under way")
    assert run("exempt", report, "picture 1", *reason)[0] == 0
    park = pictures_of(report)[0].picture.sha256
    for ending in ("pdf", "docx", "html"):
        out = tmp_path / f"public.{ending}"
        assert run("export", report, out, "--draft")[0] == 0
        whole = _pieces(out.read_bytes())
        assert not any(has(held, "A park with a red gate") for held in whole)
        with open_report(report, read_only=True) as opened:
            kept = opened.file.pictures[park]
        assert kept not in whole
    out = tmp_path / "exempt.html"
    assert run("export", report, out, "--draft", "--edition", "exempt")[0] == 0
    assert kept in _pieces(out.read_bytes())


@pytest.mark.parametrize("ending", ["html", "docx", "pdf"])
def test_a_writer_that_lets_an_exempt_picture_through_is_stopped(
    ending: str, report: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the picture's own bytes are let through: its words are looked for in any case."""
    assert run("exempt", report, "picture 1", "--paragraph", "3", "--reason", "Talks")[0] == 0
    with open_report(report, read_only=True) as opened:
        snapshot = take_snapshot(opened)
    blocks = [held for held in snapshot.report.blocks() if isinstance(held, PictureBlock)]
    park, other = (held.picture.sha256 for held in blocks)

    def swapped(self: Pictures, name: str) -> bytes:
        return kept(self, park if name == other else name)

    kept = Pictures.__getitem__
    monkeypatch.setattr(Pictures, "__getitem__", swapped)
    export = export_pdf if ending == "pdf" else export_words
    with pytest.raises(ExemptContentLeaked):
        export(snapshot, tmp_path / f"out.{ending}", silent, draft=True)
