"""What the system could not do with a file is said in words; a write is whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from oscb_desktop.base import whole_files
from oscb_desktop.base.failures import of_system, unreadable
from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.whole_files import write_whole


def of_windows(number: int, code: int = errno.EACCES) -> OSError:
    """Return what Windows raises; elsewhere `OSError` takes no `winerror`."""
    error = PermissionError(code, "Windows' own words")
    error.winerror = number
    return error


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("ENOSPC", "disk-full", "no room on the disk"),
        ("EDQUOT", "disk-full", "your share of the disk is used up"),
        ("EFBIG", "disk-full", "larger than this disk allows"),
        ("EROFS", "read-only", "its disk is read-only"),
        ("EACCES", "read-only", "you are not allowed to"),
        ("EPERM", "read-only", "you are not allowed to"),
        ("EBUSY", "busy", "used by another program"),
        ("EAGAIN", "busy", "used by another program"),
        ("ENOENT", "moved", "is not there"),
        ("ENOTDIR", "moved", "is not there"),
        ("ESTALE", "unreachable", "cannot be reached"),
        ("ENETUNREACH", "unreachable", "cannot be reached"),
        ("EHOSTDOWN", "unreachable", "cannot be reached"),
        ("ETIMEDOUT", "unreachable", "cannot be reached"),
        ("ENOTCONN", "unreachable", "cannot be reached"),
        ("EIO", "unreachable", "The disk failed"),
        ("ENOLCK", "no-locks", "cannot keep others from editing"),
        ("ENAMETOOLONG", "name", "not a name that this disk allows"),
        ("EISDIR", "folder", "is a folder"),
        ("EMFILE", "too-many", "too many files"),
    ],
)
def test_each_number_of_the_system_has_words(name: str, code: str, words: str) -> None:
    number = getattr(errno, name, None)
    if number is None:
        pytest.skip(f"{name} is not known here")
    found = of_system("report.pdf", OSError(number, os.strerror(number)))
    assert found.code == code
    assert words in found.message
    assert "report.pdf" in found.message
    assert found.remedy
    for word in ("errno", "error", "invalid", os.strerror(number)):
        assert word.casefold() not in str(found).casefold()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (5, "read-only"),  # ACCESS_DENIED
        (19, "read-only"),  # WRITE_PROTECT
        (32, "busy"),  # SHARING_VIOLATION: somebody has it open
        (33, "busy"),  # LOCK_VIOLATION: a lock on a share
        (303, "busy"),  # DELETE_PENDING
        (1224, "busy"),  # USER_MAPPED_FILE: a virus scanner
        (2, "moved"),
        (3, "moved"),
        (21, "unreachable"),  # NOT_READY: the stick is out
        (53, "unreachable"),  # BAD_NETPATH
        (59, "unreachable"),  # UNEXP_NET_ERR
        (64, "unreachable"),  # NETNAME_DELETED
        (121, "unreachable"),  # SEM_TIMEOUT
        (389, "unreachable"),  # CLOUD_FILE_NETWORK_UNAVAILABLE
        (1231, "unreachable"),  # NETWORK_UNREACHABLE
        (39, "disk-full"),
        (112, "disk-full"),
        (1295, "disk-full"),
        (1117, "unreachable"),  # IO_DEVICE
        (123, "name"),
        (206, "name"),
    ],
)
def test_windows_numbers_go_before_its_errno(number: int, code: str) -> None:
    found = of_system("report.pdf", of_windows(number))
    assert found.code == code
    assert found.remedy


def test_an_unknown_number_is_said_in_the_systems_words() -> None:
    found = of_system("a.pdf", OSError(99999, "Strange weather."))
    assert found.message == "a.pdf cannot be used: strange weather."
    assert found.code == "system"
    assert of_system("a.pdf", OSError()).message.endswith("the system gave no reason.")


def test_what_cannot_be_read_ends_a_command_with_3() -> None:
    assert unreadable("a.docx", OSError(errno.ENOENT, "")).exit_status == 3


def test_a_write_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    out.write_bytes(b"before")
    write_whole(out, b"after")
    assert out.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.ESTALE])
@pytest.mark.parametrize("at", ["write", "replace"])
def test_a_write_that_fails_leaves_what_was_there_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, at: str
) -> None:
    out = tmp_path / "a.pdf"
    out.write_bytes(b"published")

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    if at == "write":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OscbError) as caught:
        write_whole(out, b"x" * 100_000)
    assert caught.value.code in ("disk-full", "unreachable")
    assert out.read_bytes() == b"published"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_disk_that_is_really_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "a.pdf"
    out.write_bytes(b"published")
    opened = os.open

    def full(name: str, flags: int, mode: int = 0o777) -> int:
        new = str(name).endswith(".new")
        return opened("/dev/full", os.O_WRONLY) if new else opened(name, flags, mode)

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(OscbError, match=r"no room on the disk for a\.pdf"):
        write_whole(out, b"x" * 100_000)
    assert out.read_bytes() == b"published"


@pytest.mark.parametrize("number", [5, 32, 33])
def test_who_holds_the_file_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(whole_files, "_PAUSES_S", (0.001,) * 4)
    replace, tries = Path.replace, [0]

    def held(self: Path, target: Path) -> Path:
        tries[0] += 1
        if tries[0] < 4:
            raise of_windows(number)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    write_whole(tmp_path / "a.pdf", b"after")
    assert (tmp_path / "a.pdf").read_bytes() == b"after"
    assert tries == [4]


def test_who_does_not_let_go_is_named_as_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_files, "_PAUSES_S", (0.001,) * 4)

    def held(*_: object) -> None:
        raise of_windows(32)

    monkeypatch.setattr(Path, "replace", held)
    (tmp_path / "a.pdf").write_bytes(b"before")
    with pytest.raises(OscbError, match="being used by another program"):
        write_whole(tmp_path / "a.pdf", b"after")
    assert (tmp_path / "a.pdf").read_bytes() == b"before"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_a_private_file_is_its_owners_only(tmp_path: Path) -> None:
    write_whole(tmp_path / "key", b"k", private=True)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
