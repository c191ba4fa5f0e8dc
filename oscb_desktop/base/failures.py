"""What the system could not do with a file, in words: the system's numbers, one table for all."""

import errno
from collections.abc import Callable, Mapping
from typing import Final

from oscb_desktop.base.problems import OscbError, UnreadableError
from oscb_desktop.base.text import say

_Failure = Callable[[str], OscbError]


def _full(name: str) -> OscbError:
    return OscbError(
        say("There is no room on the disk for {name}.", name=name),
        say("Free some space and try again, or choose another disk."),
        code="disk-full",
    )


def _quota(name: str) -> OscbError:
    return OscbError(
        say("There is no room for {name}: your share of the disk is used up.", name=name),
        say("Free some space and try again, or choose another disk."),
        code="disk-full",
    )


def _too_large(name: str) -> OscbError:
    return OscbError(
        say("{name} would be larger than this disk allows a file to be.", name=name),
        say("Choose another disk."),
        code="disk-full",
    )


def _read_only(name: str) -> OscbError:
    return OscbError(
        say("{name} cannot be written: its disk is read-only.", name=name),
        say("Choose a folder on another disk."),
        code="read-only",
    )


def _refused(name: str) -> OscbError:
    return OscbError(
        say("{name} cannot be used: you are not allowed to.", name=name),
        say(
            "Close it in other programs, check that it is not marked read-only, or choose "
            "another folder."
        ),
        code="read-only",
    )


def _held(name: str) -> OscbError:
    return OscbError(
        say("{name} is being used by another program.", name=name),
        say(
            "Close it there, or wait a moment and try again. A virus scanner or OneDrive "
            "lets go of it by itself."
        ),
        code="busy",
    )


def _gone(name: str) -> OscbError:
    return OscbError(
        say("{name}, or the folder it belongs in, is not there.", name=name),
        say("Look whether it was moved or renamed, or choose another folder."),
        code="moved",
    )


def _away(name: str) -> OscbError:
    return OscbError(
        say("The disk or the network folder of {name} cannot be reached.", name=name),
        say("Check the connection, then try again."),
        code="unreachable",
    )


def _broken(name: str) -> OscbError:
    return OscbError(
        say("The disk failed while {name} was being used.", name=name),
        say("Try again. If it happens again, work on another disk and tell your support desk."),
        code="unreachable",
    )


def _no_locks(name: str) -> OscbError:
    return OscbError(
        say(
            "{name} is in a folder where nobody can be kept from editing it at the same time.",
            name=name,
        ),
        say("Copy it to a folder of your own and edit it there."),
        code="no-locks",
    )


def _name(name: str) -> OscbError:
    return OscbError(
        say("{name} is a name that this disk cannot take.", name=name),
        say("Choose a shorter name without special characters."),
        code="name",
    )


def _folder(name: str) -> OscbError:
    return OscbError(say("{name} is a folder.", name=name), say("Choose a file."), code="folder")


def _too_many(name: str) -> OscbError:
    return OscbError(
        say("{name} cannot be opened: too many files are open.", name=name),
        say("Close other programs and try again."),
        code="too-many",
    )


# errno.h; a number that a system does not know is not there.
_BY_ERRNO: Final[Mapping[int, _Failure]] = {
    number: failure
    for names, failure in (
        ("ENOSPC", _full),
        ("EDQUOT", _quota),
        ("EFBIG", _too_large),
        ("EROFS", _read_only),
        ("EACCES EPERM", _refused),
        ("EBUSY ETXTBSY EAGAIN EDEADLK", _held),
        ("ENOENT ENOTDIR", _gone),
        (
            "ESTALE ENETDOWN ENETUNREACH ENETRESET EHOSTDOWN EHOSTUNREACH ETIMEDOUT ECONNRESET "
            "ECONNABORTED ECONNREFUSED ENOTCONN EREMOTEIO ENODEV ENXIO ENOTUNIQ ESHUTDOWN",
            _away,
        ),
        ("EIO EBADF", _broken),
        ("ENOLCK ENOSYS EOPNOTSUPP ENOTSUP", _no_locks),
        ("ENAMETOOLONG EINVAL EILSEQ", _name),
        ("EISDIR", _folder),
        ("EMFILE ENFILE", _too_many),
    )
    for number in (getattr(errno, name, None) for name in names.split())
    if number is not None
}

# winerror.h: https://learn.microsoft.com/windows/win32/debug/system-error-codes
_BY_WINERROR: Final[Mapping[int, _Failure]] = {
    number: failure
    for numbers, failure in (
        ((39, 112), _full),  # HANDLE_DISK_FULL, DISK_FULL
        ((1295,), _quota),  # DISK_QUOTA_EXCEEDED
        ((223,), _too_large),  # FILE_TOO_LARGE
        ((19, 6009), _read_only),  # WRITE_PROTECT, FILE_READ_ONLY (EFS)
        ((5, 1314), _refused),  # ACCESS_DENIED, PRIVILEGE_NOT_HELD
        ((32, 33, 170, 303, 1224), _held),  # SHARING_VIOLATION, LOCK_, BUSY, DELETE_PENDING, mapped
        ((2, 3), _gone),  # FILE_NOT_FOUND, PATH_NOT_FOUND
        ((15, 20, 21, 51, 53, 54, 55, 57, 58, 59), _away),  # NOT_READY, bad network path or card
        ((64, 65, 67, 121, 1167, 1203, 1222, 1225), _away),  # share gone, semaphore timeout
        ((1231, 1232, 1236), _away),  # network or host unreachable, connection aborted
        ((362, 389, 426), _away),  # a cloud folder: not running, no network, timeout
        ((23, 29, 30, 31, 483, 1117, 1392), _broken),  # CRC, faults, IO_DEVICE, FILE_CORRUPT
        ((1, 50), _no_locks),  # INVALID_FUNCTION, NOT_SUPPORTED: locking on a share
        ((123, 206), _name),  # INVALID_NAME, FILENAME_EXCED_RANGE
        ((4,), _too_many),  # TOO_MANY_OPEN_FILES
    )
    for number in numbers
}


def of_system(name: str, error: OSError) -> OscbError:
    """Return the failure of the system to do something with the file ``name``."""
    # Windows' own number says more: it has one errno for "not allowed" and for "in use".
    failure = _BY_WINERROR.get(getattr(error, "winerror", None) or 0)
    failure = failure or _BY_ERRNO.get(error.errno or 0)
    if failure is not None:
        return failure(name)
    reason = (error.strerror or say("the system gave no reason")).rstrip(".").lower()
    return OscbError(
        say("{name} cannot be used: {reason}.", name=name, reason=reason),
        say("Check that the folder can be reached and that you may write to it."),
        code="system",
    )


def unreadable(name: str, error: OSError) -> UnreadableError:
    """Return the failure to read the file ``name``."""
    found = of_system(name, error)
    return UnreadableError(found.message, found.remedy, code=found.code)
