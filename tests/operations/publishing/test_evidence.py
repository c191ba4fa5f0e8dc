"""The evidence of a publication, checked with other people's programs."""

import csv
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple

import html5lib
import page
import pikepdf
import pytest
from msgspec.structs import replace

from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.base.progress import silent
from oscb_desktop.operations.clearing.clearing import clear, route_of_report
from oscb_desktop.operations.clearing.keys import make_key
from oscb_desktop.operations.clearing.seals import seal_holds
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.file.opened import Snapshot, take_snapshot
from oscb_desktop.operations.publishing.evidence import Evidence
from oscb_desktop.operations.publishing.exporting import export_pdf
from oscb_desktop.operations.publishing.signing import signer
from oscb_desktop.operations.publishing.verifying import Verification, verify_pdf
from oscb_desktop.operations.writing.exempting import exempt
from oscb_desktop.publish.pdf.saving import save
from oscb_desktop.publish.reading_back.leaks import ExemptContentLeaked
from oscb_desktop.report.content.figures import Provenance
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.report.publication.record import Publication
from tests import forgeries, vouched

SOUND = "CMS Verification successful"
# What is exempt of the sample, so that the rest of it tells nothing of it.
MARKS = (
    "paragraph 3",
    "table 3/Multi-agency training",
    "table 3/Subgroups and events",
    "chart 1",
)


class Published:
    """A cleared report, exported with its evidence in the file and beside it."""

    def __init__(self, sample: Path, folder: Path, *marks: str) -> None:
        report = folder / "report.oscb"
        shutil.copy(sample, report)
        key = make_key("A contact officer")
        with open_report(report, by="Author") as opened:
            for mark in marks:
                exempt(opened, mark, 3, "Talks are under way")
            for step in route_of_report(take_snapshot(opened)).steps:
                name = f"Ann & <Bob> of {step.id}"
                clear(opened, step.id, name, key=make_key(name))
            self.snapshot: Snapshot = take_snapshot(opened)
        self.key = key
        self.pdf = folder / "annual report.pdf"
        self.folder = folder / "annual report.evidence"
        export_pdf(
            self.snapshot, self.pdf, silent, draft=False, signs=signer(key), evidence=Evidence.BOTH
        )

    def attached(self) -> dict[str, bytes]:
        with pikepdf.open(self.pdf) as pdf:
            return {name: held.get_file().read_bytes() for name, held in pdf.attachments.items()}

    def beside(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


@pytest.fixture(scope="module")
def published(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    return Published(sample, tmp_path_factory.mktemp("published"))


def figures_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode(), newline="")))


def test_the_file_is_accessible_and_of_pdf_a_3(published: Published) -> None:
    for profile in ("ua1", "3a"):
        report = page.validate_pdf_bytes(published.pdf.read_bytes(), profile=profile)
        assert report.rules.total >= 100
        assert [fault.message for fault in report.failures] == []


def test_without_evidence_inside_it_stays_pdf_a_2(published: Published, tmp_path: Path) -> None:
    out = tmp_path / "plain.pdf"
    export_pdf(published.snapshot, out, silent, draft=False, evidence=Evidence.BESIDE)
    report = page.validate_pdf_bytes(out.read_bytes(), profile="2a")
    assert [fault.message for fault in report.failures] == []
    assert (tmp_path / "plain.evidence" / "SHA256SUMS").is_file()


def test_the_same_package_is_inside_and_beside(published: Published) -> None:
    beside = published.beside()
    del beside["SHA256SUMS"]
    assert published.attached() == beside
    assert {"figures.csv", "how-to-check.html"} < beside.keys()


def test_each_file_is_declared_as_what_it_is(published: Published) -> None:
    with pikepdf.open(published.pdf) as pdf:
        held: list[Any] = list(pdf.Root.AF)
        tree: Any = pdf.Root.StructTreeRoot
        document = tree.K[0] if isinstance(tree.K, pikepdf.Array) else tree.K
        assert {spec.objgen for spec in document.AF} == {spec.objgen for spec in held}
        kinds = {str(spec.UF): (str(spec.AFRelationship), str(spec.EF.F.Subtype)) for spec in held}
        for spec in held:
            data = spec.EF.F.read_bytes()
            params = spec.EF.F.Params
            assert bytes(params.CheckSum) == hashlib.md5(data, usedforsecurity=False).digest()
            assert int(params.Size) == len(data)
            assert re.fullmatch(r"D:\d{14}Z", str(params.ModDate))
            assert str(spec.Desc)
    assert kinds["figures.csv"] == ("/Data", "/text/csv")
    assert kinds["how-to-check.html"] == ("/Supplement", "/text/html")


def test_every_printed_figure_is_told_to_its_cell(published: Published) -> None:
    rows = figures_of(published.beside()["figures.csv"])
    assert list(rows[0])[:7] == ["key", "value", "unit", "period", "workbook", "cell", "hash"]
    told = {row["key"]: row for row in rows}
    assert len(told) == len(rows) > 50
    for key, row in told.items():
        figure = published.snapshot.figures.get(key)
        assert figure is not None
        assert row["unit"] == figure.unit
        if isinstance(figure.origin, Provenance):
            assert row["cell"] == f"{figure.origin.sheet}!{figure.origin.cell}"
            assert row["hash"] == figure.origin.sha256
        else:
            assert row["worked out"]
            assert not row["hash"]


def test_the_list_of_hashes_is_true_of_every_file(published: Published) -> None:
    lines = (published.folder / "SHA256SUMS").read_text("utf-8").splitlines()
    told = dict(reversed(line.split("  ", 1)) for line in lines)
    found = {f"../{published.pdf.name}": published.pdf.read_bytes(), **published.beside()}
    del found["SHA256SUMS"]
    assert told == {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


def test_the_page_is_sound_html_that_names_nobody_raw(published: Published) -> None:
    data = published.beside()["how-to-check.html"]
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(data)
    assert b"Ann &amp; &lt;Bob&gt;" in data
    assert b"<Bob>" not in data
    assert b"$" not in data.replace(b"$ ", b"")


@pytest.mark.skipif(os.name == "nt", reason="its commands are for a shell")
def test_the_commands_of_the_page_check_what_they_say(published: Published, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(published.folder, folder)
    shutil.copy(published.pdf, tmp_path)
    assert ran("sha256sum -c SHA256SUMS", folder).count(": OK") == len(published.beside())
    commands = commands_of(folder)
    steps = len(route_of_report(published.snapshot).steps)
    assert ran(commands, folder).count(SOUND) == steps
    first = next(folder.glob("clearance-1-*.json"))
    first.write_bytes(first.read_bytes().replace(b"cleared", b"Cleared"))
    assert ran(commands, folder).count(SOUND) == steps - 1


def commands_of(folder: Path) -> str:
    page = html5lib.parse((folder / "how-to-check.html").read_bytes(), namespaceHTMLElements=False)
    return "\n".join(held.text for held in page.iter("pre") if "openssl" in (held.text or ""))


def ran(commands: str, folder: Path) -> str:
    done = subprocess.run(
        commands, shell=True, cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_a_clearance_is_what_was_signed(published: Published) -> None:
    held = published.beside()
    for number, kept in enumerate(published.snapshot.clearances, 1):
        (name,) = (key for key in held if re.match(rf"clearance-{number}-.*\.json", key))
        assert held[name] == kept.statement.signed_bytes()
        assert seal_holds(held[name], kept.seal)


def test_a_draft_has_no_evidence(published: Published, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nobody has cleared it"):
        export_pdf(
            published.snapshot, tmp_path / "x.pdf", silent, draft=True, evidence=Evidence.INSIDE
        )
    assert list(tmp_path.iterdir()) == []


def test_written_again_nothing_of_before_stays(published: Published, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    export_pdf(published.snapshot, out, silent, draft=False, evidence=Evidence.BESIDE)
    folder = tmp_path / "x.evidence"
    (folder / "notes.txt").write_text("mine")
    with (folder / "SHA256SUMS").open("a") as listing:
        listing.write("0  old.json\n0  ../x.pdf\n")
    (folder / "old.json").write_text("{}")
    export_pdf(published.snapshot, out, silent, draft=False, evidence=Evidence.BESIDE)
    assert not (folder / "old.json").exists()
    assert (folder / "notes.txt").read_text() == "mine"
    assert out.is_file()


@pytest.mark.parametrize("folder", [True, False])
def test_what_is_somebody_elses_is_left_alone(
    published: Published, tmp_path: Path, folder: bool
) -> None:
    there = tmp_path / "x.evidence"
    if folder:
        there.mkdir()
        (there / "notes.txt").write_text("mine")
    else:
        there.write_text("mine")
    with pytest.raises(OscbError, match=r"something else called x\.evidence"):
        export_pdf(
            published.snapshot, tmp_path / "x.pdf", silent, draft=False, evidence=Evidence.BESIDE
        )
    assert not (tmp_path / "x.pdf").exists()


def test_a_public_edition_has_no_exempt_word_or_number_in_its_evidence(
    sample: Path, tmp_path: Path
) -> None:
    held = Published(sample, tmp_path, *MARKS)
    public = figures_of(held.beside()["figures.csv"])
    keys = {row["key"] for row in public}
    assert not [key for key in keys if "training" in key and key.startswith("budget-spending")]
    out = tmp_path / "exempt.pdf"
    export_pdf(
        held.snapshot, out, silent, draft=False, edition=Edition.EXEMPT, evidence=Evidence.BESIDE
    )
    whole = figures_of((tmp_path / "exempt.evidence" / "figures.csv").read_bytes())
    secret = {row["key"] for row in whole} - keys
    assert secret
    text = b"".join(held.beside().values()).decode("utf-8", "replace")
    assert not [key for key in secret if key in text]
    # Part of this workbook is exempt: who knows the rest could find the part out by trying.
    partly = {row["workbook"] for row in whole if row["key"] in secret and row["workbook"]}
    assert all(not row["hash"] and not row["cell"] for row in public if row["workbook"] in partly)


def test_evidence_that_would_tell_is_not_written(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Published(sample, tmp_path, *MARKS)
    before = held.pdf.read_bytes()
    whole = tmp_path / "exempt.pdf"
    export_pdf(
        held.snapshot, whole, silent, draft=False, edition=Edition.EXEMPT, evidence=Evidence.BESIDE
    )
    told = (tmp_path / "exempt.evidence" / "figures.csv").read_bytes()
    monkeypatch.setattr("oscb_desktop.publish.data.evidence.figures_table", lambda _: told)
    with pytest.raises(ExemptContentLeaked):
        export_pdf(held.snapshot, held.pdf, silent, draft=False, evidence=Evidence.BESIDE)
    assert held.pdf.read_bytes() == before


def test_the_same_content_gives_the_same_unsigned_file(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1788000000")  # the second may change between the two
    written = []
    for at in range(2):
        out = tmp_path / f"{at}" / "x.pdf"
        out.parent.mkdir()
        export_pdf(published.snapshot, out, silent, draft=False, evidence=Evidence.INSIDE)
        written.append(out.read_bytes())
    assert written[0] == written[1]
    with pikepdf.open(BytesIO(written[0])) as pdf:
        assert len(pdf.attachments) == len(published.attached())


class Vouched(NamedTuple):
    """A publication with its evidence inside, whose officers an authority vouches for."""

    report: Path
    before: bytes  # it was signed
    trust: list[Path]

    def forged(self, path: Path, files: Mapping[str, bytes | None]) -> Verification:
        """Verify it with other files within, which its record names, signed by its officer."""
        with pikepdf.open(BytesIO(self.before)) as pdf:
            for name, data in files.items():
                if data is None:
                    del pdf.attachments[name]
                elif name in pdf.attachments:
                    pdf.attachments[name].obj.EF.F.write(data)
                else:
                    pdf.attachments[name] = data
            hashes = {
                name: hashlib.sha256(held.get_file().read_bytes()).hexdigest()
                for name, held in pdf.attachments.items()
            }
            made = save(pdf)

        def fitting(record: Publication) -> Publication:
            assert record.pages is not None
            return replace(record, pages=replace(record.pages, files=hashes))

        path.write_bytes(forgeries.sign(forgeries.with_record(made, fitting)))
        return verify_pdf(path, trust=self.trust)

    def files(self) -> dict[str, bytes]:
        with pikepdf.open(BytesIO(self.before)) as pdf:
            return {name: held.get_file().read_bytes() for name, held in pdf.attachments.items()}


@pytest.fixture(scope="module")
def whole(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Vouched:
    folder = tmp_path_factory.mktemp("vouched")
    report, out = folder / "report.oscb", folder / "annual <report> & more.pdf"
    shutil.copy(sample, report)
    with open_report(report, by="Author") as opened:
        snapshot = vouched.clear_all(opened)
    signs = signer(vouched.key_of(vouched.SIGNER))
    export_pdf(snapshot, out, silent, draft=False, signs=signs, evidence=Evidence.INSIDE)
    before = forgeries.before_signing(out.read_bytes())
    return Vouched(report, before, [vouched.trust_file(folder)])


def test_evidence_as_it_was_is_what_record_and_report_give(whole: Vouched, tmp_path: Path) -> None:
    found = whole.forged(tmp_path / "same.pdf", {})
    assert found.verdicts.pages.ok is True, found.verdicts.pages
    assert found.proved()
    against = verify_pdf(tmp_path / "same.pdf", against=whole.report, trust=whole.trust)
    assert against.verdicts.report.ok is True, against.differences


def _changed(data: bytes, key: int, column: str, value: str) -> bytes:
    rows = list(csv.reader(StringIO(data.decode(), newline="")))
    rows[1:][key][rows[0].index(column)] = value
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("key", "budget.invented.agreed"),
        ("value", "9"),
        ("value", "many"),
        ("value", ""),
        ("printed as", "£999,999"),
        ("printed as", "[c]"),
        ("unit", "days"),
        ("workbook", "another.xlsx"),
        ("hash", "ab" * 32),
        ("hash", ""),
    ],
)
@pytest.mark.parametrize("key", [0, 7, -1])
def test_a_table_of_figures_that_says_otherwise_is_told_though_the_record_names_it(
    whole: Vouched, tmp_path: Path, key: int, column: str, value: str
) -> None:
    files = whole.files()
    other = _changed(files["figures.csv"], key, column, value)
    if other == files["figures.csv"]:  # it says so already
        return
    found = whole.forged(tmp_path / "forged.pdf", {"figures.csv": other})
    assert found.verdicts.unchanged.ok is True
    assert found.verdicts.pages.ok is False
    assert "igures.csv" in found.verdicts.pages.says


def test_what_only_the_report_knows_is_told_with_it(whole: Vouched, tmp_path: Path) -> None:
    for column, value in (("period", "2031-32"), ("cell", "Sheet!Z99"), ("printed in", "Table 9")):
        path = tmp_path / f"{column}.pdf"
        other = _changed(whole.files()["figures.csv"], 3, column, value)
        whole.forged(path, {"figures.csv": other})
        found = verify_pdf(path, against=whole.report, trust=whole.trust)
        assert found.verdicts.report.ok is False, column
        assert "figures.csv" in found.verdicts.report.says


def test_no_other_file_of_the_evidence_can_be_swapped_added_or_left_out(
    whole: Vouched, tmp_path: Path
) -> None:
    files = whole.files()
    for name, data in files.items():
        for other in (None, b"x,1", data + b" "):
            found = whole.forged(tmp_path / "forged.pdf", {name: other})
            assert found.verdicts.pages.ok is False, (name, other)
    first, second = sorted(name for name in files if name.endswith(".json"))[:2]
    swapped = {first: files[second], second: files[first]}
    assert whole.forged(tmp_path / "forged.pdf", swapped).verdicts.pages.ok is False
    added = whole.forged(tmp_path / "forged.pdf", {"minutes.txt": b"All is agreed."})
    assert added.verdicts.pages.ok is False
    assert "minutes.txt" in added.verdicts.pages.says


@pytest.mark.parametrize("edition", list(Edition))
def test_each_edition_of_a_report_with_exempt_parts_is_its_own_evidence(
    sample: Path, tmp_path: Path, edition: Edition
) -> None:
    report, out = tmp_path / "report.oscb", tmp_path / "annual report.pdf"
    shutil.copy(sample, report)
    with open_report(report, by="Author") as opened:
        for mark in MARKS:
            exempt(opened, mark, 3, "Talks are under way")
        snapshot = vouched.clear_all(opened)
    signs = signer(vouched.key_of(vouched.SIGNER))
    export_pdf(
        snapshot, out, silent, draft=False, signs=signs, edition=edition, evidence=Evidence.INSIDE
    )
    found = verify_pdf(out, against=report, trust=[vouched.trust_file(tmp_path)])
    assert found.verdicts.pages.ok is True, found.verdicts.pages
    assert found.verdicts.report.ok is True, found.differences
    assert found.proved()


@pytest.mark.parametrize(
    ("made", "what"), [("20010101000000", "before it was cleared"), ("20990101000000", "after it")]
)
def test_a_day_that_clearances_and_signature_contradict_is_told(
    whole: Vouched, tmp_path: Path, made: str, what: str
) -> None:
    with pikepdf.open(BytesIO(whole.before)) as pdf:
        before = str(pdf.docinfo["/CreationDate"])[2:16]
        for key in ("/CreationDate", "/ModDate"):
            pdf.docinfo[key] = pikepdf.String(f"D:{made}Z")
        packet = pdf.Root.Metadata.read_bytes()
        # Within its elements: a clearance of the same second keeps its own.
        pdf.Root.Metadata.write(
            packet.replace(*(b">%b<" % _moment(held) for held in (before, made)))
        )
        data = save(pdf)
    path = tmp_path / "dated.pdf"
    path.write_bytes(forgeries.sign(data))
    found = verify_pdf(path, trust=whole.trust)
    assert found.verdicts.pages.ok is False
    assert what in found.verdicts.pages.says


def _moment(digits: str) -> bytes:
    year, month, day, hour, minute, second = digits[:4], *re.findall("..", digits[4:])
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}Z".encode()


def test_made_over_again_it_is_no_older_than_its_clearances(
    whole: Vouched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    out = tmp_path / "again.pdf"
    with open_report(whole.report, by="Author") as opened:
        vouched.publish(take_snapshot(opened), out)
    assert verify_pdf(out, trust=whole.trust).proved()
