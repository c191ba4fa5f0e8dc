"""A reminder for a partner whose return has not come: an e-mail with its own blank return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import policy
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from oscb_desktop.base.own_files import PROGRAM
from oscb_desktop.base.problems import OscbError, UsageError
from oscb_desktop.base.text import counted, listed, say
from oscb_desktop.base.whole_files import write_whole
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.file.partner_names import recall_joined
from oscb_desktop.operations.taking_in.imports import write_blank_return
from oscb_desktop.operations.taking_in.register import RegisterRow, list_register, note_chased

if TYPE_CHECKING:
    from oscb_desktop.returns.partners import Partner

_WORKBOOK = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
# Who sends is the mail program's to say. RFC 5322 wants an address all the same, and RFC 2606 keeps
# this ending for one that is nobody's.
_NOBODY = Address(username="sender", domain="example.invalid")


@dataclass(frozen=True)
class Reminder:
    """A reminder that was written: of which returns, to which address ("" where none is known)."""

    path: Path
    partner: str
    kinds: tuple[str, ...]
    address: str


def remind(
    opened: Opened,
    partner: str,
    path: Path,
    *,
    kinds: Sequence[str] = (),
    due: date | None = None,
) -> Reminder:
    """Write a reminder to ``path`` (.eml) with the partner's own blank returns, and note it.

    It asks for what is expected and has not come, or for ``kinds``; ``due`` is a new day for it.
    Raises ``UsageError`` for an unknown partner or kind, or where nothing is missing, and
    ``OscbError`` where the file cannot be written.
    """
    from oscb_desktop.returns.kinds import kind as find_kind
    from oscb_desktop.returns.partners import find_partner

    found = find_partner(partner, recall_joined(opened.file))
    rows = {row.kind: row for row in list_register(opened) if row.partner == found.id}
    wanted = tuple(find_kind(kind).id for kind in kinds) or tuple(
        kind for kind, row in rows.items() if row.state.is_missing
    )
    if not wanted:
        raise UsageError(
            say("{partner} has sent all that is expected.", partner=found.name),
            say("Name a kind of return to ask for it all the same."),
        )
    if opened.read_only:
        raise OscbError(
            say("The reminder could not be noted. {reason}", reason=opened.read_only_reason),
            say("Open the report when it can be edited."),
            code="read-only",
        )
    message = _message(take_snapshot(opened), found, wanted, rows, due)
    write_whole(path, message.as_bytes(policy=policy.SMTP))
    for kind in wanted:
        note_chased(opened, kind, [found.id], due)
    return Reminder(path, found.name, wanted, found.email)


def _message(
    snapshot: Snapshot,
    partner: Partner,
    kinds: Sequence[str],
    rows: dict[str, RegisterRow],
    due: date | None,
) -> EmailMessage:
    details = snapshot.report.details
    sender = details.board or details.organisation or say("The board")
    titles = _titles(kinds)
    message = EmailMessage()
    message["Subject"] = say(
        "Reminder: {returns} for {year}", returns=listed(titles), year=details.reporting_year
    )
    message["From"] = Address(display_name=sender, username=_NOBODY.username, domain=_NOBODY.domain)
    # A group without members names who it is for where no address is known.
    message["To"] = (
        Address(display_name=partner.name, addr_spec=partner.email)
        if partner.email
        else Group(partner.name, ())
    )
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=_NOBODY.domain)
    message["X-Mailer"] = PROGRAM
    message["X-Unsent"] = "1"  # Outlook opens it as a draft
    message.set_content(_words(snapshot, partner, kinds, rows, due, sender))
    for kind, title in zip(kinds, titles, strict=True):
        name = f"{title}, {partner.name}, {details.reporting_year}.xlsx"
        message.add_attachment(
            _blank(kind, snapshot, partner), *_WORKBOOK, filename=name.replace("/", "-")
        )
    return message


def _titles(kinds: Sequence[str]) -> list[str]:
    from oscb_desktop.returns.kinds import kind as find_kind

    return [find_kind(kind).title for kind in kinds]


def _words(
    snapshot: Snapshot,
    partner: Partner,
    kinds: Sequence[str],
    rows: dict[str, RegisterRow],
    due: date | None,
    sender: str,
) -> str:
    year = snapshot.report.details.reporting_year
    days = [row.due for kind in kinds if (row := rows.get(kind)) is not None and row.due]
    due = due or max((day for day in days if day >= date.today()), default=None)
    missing = "\n".join(
        f"- {title}{_until(rows.get(kind), due)}"
        for kind, title in zip(kinds, _titles(kinds), strict=True)
    )
    return "\n\n".join(
        (
            say("Dear colleague at {partner},", partner=partner.name),
            counted(
                len(kinds),
                "We are putting together the annual report for {year}. This return of yours has "
                "not reached us yet:",
                "We are putting together the annual report for {year}. These {count} returns of "
                "yours have not reached us yet:",
                year=year,
            ),
            missing,
            say(
                "A blank return is attached for each. Please fill in the yellow cells and send the "
                "workbook back to us{when}.",
                when=say(" by {day}", day=_day(due)) if due else say(" as soon as you can"),
            ),
            say("If it has crossed with this message, thank you, and please ignore it."),
            sender,
        )
    )


def _until(row: RegisterRow | None, due: date | None) -> str:
    if row is None or row.due is None or row.due == due:
        return ""
    return say(" (it was due on {day})", day=_day(row.due))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _blank(kind: str, snapshot: Snapshot, partner: Partner) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "blank.xlsx"
        write_blank_return(kind, path, snapshot, partner=partner.id)
        return path.read_bytes()
