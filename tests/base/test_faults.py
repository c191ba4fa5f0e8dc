"""What the program says of its own faults: where in the code, never what it was working on."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from oscb_desktop.base import faults
from oscb_desktop.base.problems import OscbError, UsageError

SECRET = "Jamie Example, born 3 May 2014"


def fall() -> None:
    try:
        {}[SECRET]
    except KeyError as error:
        raise ValueError(SECRET) from error


def fallen() -> ValueError:
    with pytest.raises(ValueError, match="Jamie") as caught:
        fall()
    return caught.value


@pytest.fixture
def hooks() -> Iterator[None]:
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


def test_a_fault_is_described_by_its_places_and_not_by_its_words() -> None:
    told = faults.describe(fallen(), "importing")
    lines = told.splitlines()
    assert lines[0] == faults.versions()
    assert lines[1] == "While: importing"
    assert lines.index("KeyError") < lines.index("ValueError")  # the first cause first
    assert sum(line.endswith(" in fall") for line in lines) == 2
    assert SECRET not in told
    assert str(Path.home()) not in told
    assert str(Path(__file__).parent) not in told


def test_causes_that_go_round_in_a_circle_are_told_once() -> None:
    one, other = ValueError("a"), KeyError("b")
    one.__cause__, other.__cause__ = other, one
    lines = faults.describe(one).splitlines()
    assert lines == [faults.versions(), "KeyError", "ValueError"]


def test_what_has_words_for_a_person_keeps_them() -> None:
    error = UsageError("There is no such section.", "Use another.")
    assert faults.as_oscb_error(error) is error


@pytest.mark.expect_log("ValueError")
def test_anything_else_is_logged_and_gets_calm_words() -> None:
    spoken = faults.as_oscb_error(fallen(), "exporting")
    assert isinstance(spoken, faults.UnforeseenError)
    assert spoken.code == "unforeseen"
    assert "did not foresee" in spoken.message
    assert "While: exporting" in spoken.report
    assert SECRET not in f"{spoken} {spoken.remedy} {spoken.report}"


def test_the_log_holds_the_fault_and_no_value(
    tmp_path: Path, expect_log: object, hooks: None
) -> None:
    logger = logging.getLogger("oscb_desktop")
    before = list(logger.handlers)
    path = faults.write_log(tmp_path / "logs")
    try:
        expect_log("ValueError")  # type: ignore[operator]
        faults.as_oscb_error(fallen())
        logger.info("not worth keeping")
    finally:
        for handler in set(logger.handlers) - set(before):
            logger.removeHandler(handler)
            handler.close()
    kept = path.read_text(encoding="utf-8")
    assert "ERROR oscb_desktop" in kept
    assert "ValueError" in kept
    assert SECRET not in kept
    assert "not worth keeping" not in kept


def test_the_log_goes_to_the_persons_own_folder(own_home: Path) -> None:
    logger = logging.getLogger("oscb_desktop")
    before = list(logger.handlers)
    path = faults.write_log()
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()
    assert own_home in path.parents
    assert path.name == "oscb-desktop.log"


@pytest.mark.expect_log("ValueError")
def test_what_nothing_caught_is_shown_from_any_thread(hooks: None) -> None:
    shown: list[OscbError] = []
    faults.catch_everything(shown.append)
    error = fallen()
    sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()
    assert [held.code for held in shown] == ["unforeseen", "unforeseen"]


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_being_told_to_stop_is_no_fault(
    kind: type[BaseException], hooks: None, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[OscbError] = []
    faults.catch_everything(shown.append)
    sys.excepthook(kind, kind(), None)
    assert kind.__name__ in capsys.readouterr().err

    def leave() -> None:
        raise SystemExit

    thread = threading.Thread(target=leave)
    thread.start()
    thread.join()
    assert shown == []


def test_a_missing_library_of_the_system_is_named() -> None:
    spoken = faults.no_window(ImportError("libEGL.so.1: cannot open shared object file"))
    assert "libEGL.so.1" in spoken.message
    assert "works without a window" in spoken.remedy


def test_a_program_that_is_not_installed_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import metadata

    def missing(package: str) -> str:
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr(metadata, "version", missing)
    assert faults.versions().startswith("OSCB Desktop (not installed), Python 3.")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (faults.__file__, str(Path("oscb_desktop", "base", "faults.py"))),
        ("/home/somebody/private/script.py", "script.py"),
    ],
)
def test_paths_lose_what_is_the_machines_own(path: str, kept: str) -> None:
    assert faults.short(path) == kept
