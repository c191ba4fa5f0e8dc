"""Words from Word: 100 pages read by `read-docx`, and 50 pages pasted into the real window.

The document is what `export` writes of a mixed report, made as Word itself would keep it: sentences
in several runs, with the marks of its spelling and of its sessions. Beside `read-docx`, a process
from its start to the report written, is python-docx in one that merely asks each run for its words
and looks; they take turns. The paste is in Word's own HTML, with its head of styles; it counts
until the text shows it, stalls until all has settled.

    .venv/bin/python benchmarks/words.py [--runs 7]
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from desk import Stalls, wait_for
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from reports import write_mixed_report

from oscb_desktop.operations.file.files import close_report, new_report, open_report
from oscb_desktop.operations.file.opened import take_snapshot
from oscb_desktop.operations.publishing.exporting_words import export_words
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.report_page.page import ReportPage
from oscb_desktop.ui.widgets.choosers import SystemChoosers
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.workers import Workers

READ_PAGES, PASTED_PAGES = 100, 50
READ_S, PASTE_S, STALL_MS = 1.5, 1.0, 50.0  # what is asked for
_TEMPLATE = "scrutiny-annual-report"
_BLOCKS_A_PAGE = 6
_RUN = 8  # words
_PEER = """
import sys
from docx import Document
held = Document(sys.argv[1])
told = [(r.text, r.bold, r.italic) for p in held.paragraphs for r in p.runs]
told += [[cell.text for cell in row.cells] for table in held.tables for row in table.rows]
"""


def write_document(folder: Path) -> Path:
    """Return a Word document of a mixed report of so many pages."""
    path = folder / "mixed.oscb"
    write_mixed_report(path, READ_PAGES)
    opened = open_report(path)
    try:
        exported = folder / "exported.docx"
        export_words(take_snapshot(opened), exported, lambda *_: None, draft=True)
    finally:
        close_report(opened)
    made = folder / "from-word.docx"
    with ZipFile(exported) as source, ZipFile(made, "w", ZIP_DEFLATED) as out:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = _as_word_keeps_it(data.decode()).encode()
            out.writestr(name, data)
    return made


def _as_word_keeps_it(xml: str) -> str:
    """Split each run of words where Word would, and put its marks in between."""
    sessions = ' w:rsidR="00A71B2C" w:rsidRPr="00C41D3E"'
    checked = '<w:proofErr w:type="spellStart"/><w:proofErr w:type="spellEnd"/>'
    spoken = '<w:lang w:val="en-GB"/>'

    def split(found: re.Match[str]) -> str:
        look, words = found[1] or "", found[2].split(" ")
        parts = [" ".join(words[at : at + _RUN]) for at in range(0, len(words), _RUN)]
        return checked.join(
            f"<w:r{sessions}><w:rPr>{look}{spoken}</w:rPr>"
            f'<w:t xml:space="preserve">{part}{"" if at == len(parts) else " "}</w:t></w:r>'
            for at, part in enumerate(parts, start=1)
        )

    run = r"<w:r>(?:<w:rPr/>|<w:rPr>((?:(?!</w:rPr>).)*)</w:rPr>)?<w:t[^>]*>([^<]*)</w:t></w:r>"
    return re.sub(run, split, xml)


def pasted_html() -> str:
    """Return so many pages as Word puts them on the clipboard."""
    styles = "".join(
        f"p.Style{at}, li.Style{at}, div.Style{at} {{mso-style-unhide:no; margin:0cm; "
        'font-size:11.0pt; font-family:"Calibri",sans-serif; mso-ansi-language:EN-GB;}}\n'
        for at in range(300)
    )
    parts = []
    for at in range(PASTED_PAGES * _BLOCKS_A_PAGE):
        if at % 12 == 5:
            parts.append(f"<h2><span lang=EN-GB>Theme {at}<o:p></o:p></span></h2>")
        elif at % 30 == 13:
            parts += [
                "<p class=MsoListParagraph style='margin-left:36.0pt;text-indent:-18.0pt;"
                "mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol;"
                "mso-list:Ignore'>·<span style='font:7.0pt Arial'>&nbsp;&nbsp; </span>"
                f"</span><![endif]>{_sentence(at + item)}<o:p></o:p></p>"
                for item in range(4)
            ]
        elif at % 40 == 19:
            rows = "".join(
                f"<tr style='mso-yfti-irow:{row}'><td width=300 style='border:solid 1.0pt'><p "
                f"class=MsoNormal>Row {row}<o:p></o:p></p></td><td><p class=MsoNormal align=right>"
                f"{row * 31 + at:,}<o:p></o:p></p></td></tr>"
                for row in range(9)
            )
            parts.append(f"<table class=MsoTableGrid border=1 cellspacing=0>{rows}</table>")
        else:
            said = "".join(_sentence(at * 7 + part) for part in range(5))
            parts.append(f"<p class=MsoNormal style='text-align:justify'>{said}<o:p></o:p></p>")
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-'
        'com:office:word"><head><meta name=Generator content="Microsoft Word 15"><style><!--\n'
        f"{styles}--></style></head><body lang=EN-GB><!--StartFragment-->{''.join(parts)}"
        "<!--EndFragment--></body></html>"
    )


def _sentence(number: int) -> str:
    return (
        "<span lang=EN-GB style='font-size:11.0pt;mso-bidi-font-size:10.0pt'>Partners reviewed "
        f"practice with <b style='mso-bidi-font-weight:normal'>{number}</b> families and agreed "
        "<span class=SpellE>what</span> to change next. </span>"
    )


def read_seconds(document: Path, folder: Path, runs: int) -> tuple[list[float], list[float]]:
    """Return what `read-docx` takes, and what python-docx does, in seconds."""
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(runs + 1):  # the first writes the bytecode
        report = folder / f"into-{turn}.oscb"
        close_report(new_report(report, _TEMPLATE, {"meeting_date": "2026-12-10"}))
        command = [sys.executable, "-m", "oscb_desktop", "read-docx", str(report), str(document)]
        ours.append(_seconds(command, environment))
        theirs.append(_seconds([sys.executable, "-c", _PEER, str(document)], environment))
    return ours[1:], theirs[1:]


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    quiet = subprocess.DEVNULL  # what was left out is told, line by line
    subprocess.run(command, env=environment, check=True, stdout=quiet, stderr=quiet)
    return time.perf_counter() - started


def paste(folder: Path, html: str) -> tuple[float, Stalls, bool]:
    """Return how long a paste takes until it is shown, its stalls, and whether it is one step."""
    messages = Messages()
    workers = Workers(messages.error)
    path = folder / f"paste-{time.time_ns()}.oscb"
    opened = new_report(path, _TEMPLATE, {"meeting_date": "2026-12-10"})
    desk = Desk(opened, take_snapshot(opened), workers, messages)
    chooser = SystemChoosers(messages.area, folder)
    page = ReportPage(desk, workers, messages, chooser, open_url=lambda _: False)
    page.resize(1366, 700)
    page.show()
    page.editor.show_place(section="introduction")
    wait_for(lambda: False, 1.5)
    data = QMimeData()
    data.setHtml(html)
    data.setText("from Word\n" * PASTED_PAGES * _BLOCKS_A_PAGE)
    QGuiApplication.clipboard().setMimeData(data)
    before = desk.report
    stalls = Stalls()
    stalls.start("pasting")
    wait_for(lambda: False, 0.05)
    started = time.perf_counter()
    QTest.keyClick(page.editor.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: sum(1 for _ in desk.report.blocks()) > PASTED_PAGES, 30)
    wait_for(lambda: False, 0.0)
    taken = time.perf_counter() - started
    wait_for(lambda: not desk.unsaved, 30)
    wait_for(lambda: False, 3.0)
    stalls.start("undoing")
    desk.undo()
    wait_for(lambda: desk.report == before, 30)
    closed = [False]
    desk.close(lambda: closed.__setitem__(0, True))
    wait_for(lambda: closed[0], 30)
    page.deleteLater()
    workers.drain()
    return taken, stalls, desk.report == before


def main() -> int:
    """Measure, print; return 1 where what is asked for is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, theirs = read_seconds(write_document(folder), folder, runs)
        html = pasted_html()
        pastes = [paste(folder, html) for _ in range(max(3, runs // 2))]
    read, peer = statistics.median(ours), statistics.median(theirs)
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    pasted = statistics.median(taken for taken, _, _ in pastes)
    stall, own, whole = sorted(stalls.worst["pasting"] for _, stalls, _ in pastes)[len(pastes) // 2]
    one_step = all(single for _, _, single in pastes)
    print(f"`read-docx` of {READ_PAGES} pages      {read:.2f} s (asked: {READ_S})")
    print(f"  python-docx, its words alone  {peer:.2f} s; ours ÷ that {ratio:.2f}")
    size = f"{len(html) // 1000} KB"
    print(f"pasting {PASTED_PAGES} pages, {size}     {pasted:.2f} s (asked: {PASTE_S})")
    print(
        f"  longest stall meanwhile       {stall:.0f} ms (asked: {STALL_MS:.0f}); "
        f"worked: the window {own:.0f}, all threads {whole:.0f}"
    )
    print(f"  one step to undo              {'yes' if one_step else 'no'}")
    application.quit()
    reached = read <= READ_S and pasted <= PASTE_S and stall <= STALL_MS and one_step
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
