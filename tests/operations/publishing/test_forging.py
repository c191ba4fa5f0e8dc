"""A published file forged in every way that is known here: no forgery is taken for it.

A few are tried each time. ``OSCB_FORGERIES=1000`` tries a thousand.
"""

import os
import shutil
from pathlib import Path
from random import Random

import pytest

from oscb_desktop.base.problems import OscbError
from oscb_desktop.editing.changes import SetDetail
from oscb_desktop.operations.file.changing import edit
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.operations.publishing.verifying import verify_pdf
from tests import forgeries, forgeries_of_looks, vouched

COUNT = int(os.environ.get("OSCB_FORGERIES", "48"))
pytestmark = pytest.mark.filterwarnings("ignore::pikepdf._exceptions.PageCopyWarning")
assert "looks" in forgeries.FORGERIES, forgeries_of_looks
PARTS = 8  # tests, which run side by side


@pytest.fixture(scope="module")
def published(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> forgeries.Published:
    folder = tmp_path_factory.mktemp("published")
    files = []
    for title in ("Annual report", "Another annual report"):
        report = folder / f"{title}.oscb"
        shutil.copy(sample, report)
        with open_report(report, by="Author") as opened:
            edit(opened, SetDetail("title", title))
            snapshot = vouched.clear_all(opened)
            files.append(vouched.publish(snapshot, folder / f"{title}.pdf").read_bytes())
    signed, other = files
    return forgeries.Published(signed, forgeries.before_signing(signed), other)


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return [vouched.trust_file(tmp_path_factory.mktemp("trust"))]


def taken_for_good(path: Path, trust: list[Path]) -> bool:
    try:
        return verify_pdf(path, trust=trust).proved()
    except OscbError:
        return False


def test_the_file_itself_and_one_signed_again_by_its_officer_are_good(
    published: forgeries.Published, trust: list[Path], tmp_path: Path
) -> None:
    for at, data in enumerate((published.signed, forgeries.sign(published.before))):
        path = tmp_path / f"{at}.pdf"
        path.write_bytes(data)
        assert taken_for_good(path, trust)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_forgery_is_taken_for_the_file(
    part: int, published: forgeries.Published, trust: list[Path], tmp_path: Path
) -> None:
    ways = [forge for of_kind in forgeries.FORGERIES.values() for forge in of_kind]
    passed = []
    for number in range(part, COUNT, PARTS):
        forge = ways[number % len(ways)]
        data = forge(Random(number), published)
        if data == published.signed:
            continue
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        if taken_for_good(path, trust):
            passed.append((number, forge.__name__))
        path.unlink()
    assert passed == []


@pytest.mark.parametrize("number", range(len(forgeries.SAYINGS)))
def test_nothing_that_the_record_says_is_taken_on_its_word(
    number: int, published: forgeries.Published, trust: list[Path], tmp_path: Path
) -> None:
    say = forgeries.SAYINGS[number]
    path = tmp_path / "forged.pdf"
    for seed in range(3):
        data = forgeries.with_record(published.before, lambda held: say(Random(seed), held))  # noqa: B023 - called at once
        path.write_bytes(forgeries.sign(data))
        assert not taken_for_good(path, trust)


@pytest.mark.parametrize("label", forgeries.LABELS)
def test_nothing_is_told_of_the_file_that_is_not_on_its_pages(
    label: str,
    published: forgeries.Published,
    trust: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(forgeries, "LABELS", [label])
    path = tmp_path / "forged.pdf"
    path.write_bytes(forgeries._other_labels(Random(1), published))
    found = verify_pdf(path, trust=trust)
    assert found.verdicts.pages.ok is False
    assert not found.proved()
