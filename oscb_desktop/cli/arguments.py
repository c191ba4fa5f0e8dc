"""What can be typed: every command with its words and options."""

import argparse
from pathlib import Path

from oscb_desktop import __version__
from oscb_desktop.cli import committees, deriving, importing, partners
from oscb_desktop.cli.opening import add_committee


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="oscb-desktop",
        description="From officers' Excel returns to a committee report. Without a command, "
        "it opens the window.",
        epilog="Also: oscb-desktop [FILE.oscb] [--quit-after-first-paint] opens the window.",
    )
    whole.add_argument("--version", action="version", version=f"oscb-desktop {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="make the sample report and its PDF")
    demo.add_argument("--out", type=Path, default=Path("demo-output"), metavar="DIR")

    new = _with_file(commands.add_parser("new", help="start a report from a template"))
    new.add_argument("--template", required=True, metavar="ID")
    new.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")

    importing.add_options(_with_file(commands.add_parser("import", help=importing.HELP)))

    figures = _with_file(commands.add_parser("figures", help="list the figures, with their cells"))
    figures.add_argument("--json", action="store_true")

    partners.add_partner_options(
        _with_file(commands.add_parser("partners", help="who they are, and by which names"))
    )
    partners.add_register_options(
        _with_file(commands.add_parser("register", help="who was asked for what, and has sent it"))
    )
    partners.add_reminder_options(
        _with_file(commands.add_parser("remind", help="write a partner a reminder, with a blank"))
    )
    deriving.add_options(_with_file(commands.add_parser("derive", help=deriving.HELP)))

    check = _with_file(commands.add_parser("check", help="what stands between it and publication"))
    check.add_argument("--json", action="store_true")
    add_committee(check)

    aside = _with_file(commands.add_parser("set-aside", help="let something found stand, by name"))
    aside.add_argument("code", metavar="CODE", help="as check tells it, such as personal-data")
    aside.add_argument("words", metavar="WORDS", help='of its message, such as "Paragraph 7"')
    aside.add_argument("--reason", required=True, help="why it stays; the sign-off page prints it")
    aside.add_argument("--name", required=True, help="who sets it aside")

    export = _with_file(
        commands.add_parser("export", help="write a PDF, a Word, HTML or spreadsheet file")
    )
    export.add_argument("out", type=Path, metavar="OUT.pdf|OUT.docx|OUT.html|OUT.ods|OUT.xlsx")
    export.add_argument("--draft", action="store_true", help="with the DRAFT watermark")
    export.add_argument(
        "--evidence",
        choices=["inside", "beside", "both"],
        help="figures and clearances for others to check: in the PDF (PDF/A-3), or in a folder",
    )
    export.add_argument("--edition", choices=["public", "exempt"], default="public")
    add_committee(export)
    _with_key(export, "--sign", "the contact officer's key")
    export.add_argument("--name", default="", help="who signs (default: as in the key)")
    export.add_argument("--post", default="", help="the post of who signs")

    annex = _with_file(commands.add_parser("annex", help="add a PDF as an annex"))
    annex.add_argument("pdf", type=Path, nargs="?", metavar="PDF")
    annex.add_argument("--title", default="", help="default: the file's name")
    annex.add_argument("--remove", metavar="LETTER", help="remove an annex instead")

    exempt = _with_file(commands.add_parser("exempt", help="keep a part out of public editions"))
    exempt.add_argument("target", metavar="TARGET", help='"paragraph 7", "table 2/ROW", "annex A"')
    exempt.add_argument("--paragraph", type=int, metavar="N", help="of Schedule 12A, Part 1")
    exempt.add_argument("--reason", default="", help="why that is in the public interest")
    exempt.add_argument("--remove", action="store_true", help="remove the mark")

    clear = _with_file(commands.add_parser("clear", help="clear the report, or send it back"))
    clear.add_argument("--role", required=True, metavar="ID", help="a step of the route")
    clear.add_argument("--name", default="", help="who clears it (default: as in the key)")
    clear.add_argument("--post", default="", help="default: as in the route")
    _with_key(clear, "--key", "default: your own, made on first use")
    clear.add_argument("--send-back", metavar="REASON", help="send the report back instead")
    clear.add_argument("--json", action="store_true")
    add_committee(clear)

    desks = _with_file(commands.add_parser("clearances", help="whose desk the report is on"))
    desks.add_argument("--json", action="store_true")
    add_committee(desks)

    goes = _with_file(
        commands.add_parser("committees", help="where it goes, and how far it is there")
    )
    goes.add_argument("--json", action="store_true")
    committees.add_options(
        _with_file(
            commands.add_parser("committee", help="send it to another, or give one its own text")
        )
    )

    verify = commands.add_parser("verify", help="what is proved of a published PDF")
    verify.add_argument("pdf", type=Path, metavar="OUT.pdf")
    verify.add_argument("--against", type=Path, metavar="FILE.oscb", help="compare with a report")
    verify.add_argument(
        "--trust",
        type=Path,
        metavar="CERT",
        action="append",
        default=[],
        help="a certificate (PEM or DER) to trust for this once; may be given again",
    )
    verify.add_argument(
        "--require",
        choices=["accessible"],
        action="append",
        default=[],
        help="count the machine checks for reading aloud too",
    )
    verify.add_argument("--json", action="store_true")

    blank = commands.add_parser("blank", help="write an empty return to send out")
    blank.add_argument("kind", metavar="KIND")
    blank.add_argument("out", type=Path, metavar="OUT.xlsx")
    blank.add_argument(
        "--report", type=Path, metavar="FILE.oscb", help="take last year's figures from it"
    )
    blank.add_argument("--partner", default="", metavar="ID", help="for one partner alone")

    add = _with_file(
        commands.add_parser("add", help="add a paragraph, a table, a chart or a picture")
    )
    add.add_argument("--section", required=True, metavar="KEY")
    what = add.add_mutually_exclusive_group(required=True)
    what.add_argument("--paragraph", metavar="TEXT", help="with {figure:KEY} where a figure goes")
    what.add_argument("--table", metavar="SET[/VIEW] or KEY,KEY…")
    what.add_argument("--chart", metavar="SET[/VIEW] or KEY,KEY…")
    what.add_argument("--key-figures", metavar="KEY,KEY…", help="one to four, in boxes")
    what.add_argument("--picture", type=Path, metavar="FILE", help="PNG, JPEG or SVG")
    add.add_argument("--caption", default="")
    add.add_argument(
        "--alt",
        default="",
        metavar="TEXT",
        help="what a picture shows, for people who cannot see it",
    )
    add.add_argument(
        "--width",
        type=int,
        default=100,
        choices=range(10, 101),
        metavar="PERCENT",
        help="of a picture, in per cent of the text's width (10 to 100)",
    )
    add_committee(add)

    timetable = commands.add_parser("timetable", help="the dates before a meeting, and why")
    timetable.add_argument("--meeting", required=True, metavar="DATE")
    timetable.add_argument("--committee", metavar="ID")
    timetable.add_argument("--json", action="store_true")
    timetable.add_argument("--ics", type=Path, metavar="FILE", help="write a calendar file too")
    timetable.add_argument(
        "--moved-from",
        action="append",
        default=[],
        metavar="DATE",
        help="the day it was to be on before: cancel its dates in the calendar file",
    )

    late = _with_file(commands.add_parser("late", help="why it is taken late, as the law requires"))
    late.add_argument("--reason", default="", help="the special circumstances")
    late.add_argument("--by", default="", help="whose opinion it is: a post")
    late.add_argument("--on", metavar="DATE", help="when it was formed (default: today)")
    add_committee(late)
    late.add_argument("--remove", action="store_true", help="remove it again")

    days = commands.add_parser("days", help="the weekdays that are not clear days")
    said = days.add_mutually_exclusive_group()
    said.add_argument("--close", metavar="DATE", help="your offices are closed; say --why")
    said.add_argument("--count", metavar="DATE", help="this day counts; also removes your own")
    said.add_argument(
        "--leave-out", metavar="DATE", help="a bank holiday that is not counted after all"
    )
    days.add_argument("--why", default="")
    days.add_argument(
        "--from", dest="start", metavar="DATE", help="list from here (default: today)"
    )
    days.add_argument("--json", action="store_true")

    words = _with_file(
        commands.add_parser("words", help="words that count as spelt correctly in it")
    )
    words.add_argument("--add", action="append", default=[], metavar="WORD")
    words.add_argument("--remove", action="append", default=[], metavar="WORD")

    history = _with_file(commands.add_parser("history", help="who did what, newest first"))
    history.add_argument("--limit", type=int, default=100)
    compare = _with_file(commands.add_parser("compare", help="what changed, in words"))
    compare.add_argument(
        "--since", type=int, required=True, metavar="ENTRY", help="its number in the history"
    )
    compare.add_argument("--until", type=int, metavar="ENTRY", help="default: up to now")
    compare.add_argument("--json", action="store_true")
    add_committee(compare)

    coverage = _with_file(commands.add_parser("coverage", help="what must be covered, and where"))
    coverage.add_argument("--requirements", metavar="ID", default="working-together-2023")
    coverage.add_argument("--json", action="store_true")

    roll = _with_file(commands.add_parser("roll-forward", help="begin next year's report"))
    roll.add_argument("new", type=Path, metavar="NEW.oscb")
    roll.add_argument("--year", required=True, metavar="YYYY-YY")
    roll.add_argument("--meeting", metavar="DATE")

    read = _with_file(commands.add_parser("read-docx", help="read in a report written in Word"))
    read.add_argument("document", type=Path, metavar="REPORT.docx")
    read.add_argument("--dry-run", action="store_true", help="look, and change nothing")
    read.add_argument(
        "--accept-warnings",
        action="store_true",
        help="take in a document though it says that it is not for publication",
    )
    read.add_argument("--json", action="store_true")

    comments = _with_file(commands.add_parser("comments", help="what is still to be dealt with"))
    comments.add_argument("--json", action="store_true")

    send = _with_file(commands.add_parser("send", help="save a section to a file for an officer"))
    send.add_argument("section", metavar="SECTION", help="its key or heading")
    send.add_argument("out", type=Path, metavar="OUT.oscbpart")
    send.add_argument("--to", default="", help="who is to write it")
    send.add_argument("--note", default="", help="what is asked of them")

    merge = _with_file(commands.add_parser("merge", help="merge a section that came back"))
    merge.add_argument("part", type=Path, metavar="PART.oscbpart")
    merge.add_argument(
        "--take", choices=["ours", "theirs", "both"], help="where both sides changed it"
    )
    merge.add_argument("--json", action="store_true")

    _with_file(commands.add_parser("undo", help="undo the last change"))
    _with_file(commands.add_parser("redo", help="redo the last change that was undone"))
    return whole


def _with_file(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("file", type=Path, metavar="FILE.oscb")
    return parser


def _with_key(parser: argparse.ArgumentParser, option: str, words: str) -> None:
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument(option, type=Path, metavar="KEYFILE", help=words)
    kept.add_argument("--token", type=Path, metavar="LIBRARY", help="the key is on a PKCS#11 token")
    parser.add_argument(
        "--token-label", default="", metavar="LABEL", help="if several are plugged in"
    )
    parser.add_argument("--key-label", default="", metavar="LABEL", help="if it holds several")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="password or PIN")
    parser.add_argument(
        "--accept-key",
        action="store_true",
        help="use a key that has expired, is weak or is for other uses: this is printed",
    )
