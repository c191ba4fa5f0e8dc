"""Exporting from the window: where to, how it goes, and what to do with the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal

from oscb_desktop.base.problems import Cancelled, OscbError, Problem
from oscb_desktop.base.progress import Progress
from oscb_desktop.base.resources import safe_name
from oscb_desktop.base.text import counted
from oscb_desktop.operations.file.opened import Snapshot
from oscb_desktop.operations.publishing import exporting
from oscb_desktop.operations.publishing.evidence import Evidence
from oscb_desktop.operations.publishing.signing import Signer, signer
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.widgets.choosers import PDF_SUFFIX, TABLE_SUFFIXES, Choosers
from oscb_desktop.ui.widgets.key_choice import KeyWish
from oscb_desktop.ui.widgets.message import Action
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.shapes import Tone
from oscb_desktop.ui.workers import Workers

OpenUrl = Callable[[QUrl], bool]
_TOPIC = "export"
_MOST_TOLD = 2  # things to know about the file, in its message


@dataclass(frozen=True)
class ExportWish:
    """What somebody wants exported: of which edition, in which form.

    Only a final PDF ``signs`` and has ``evidence``.
    """

    final: bool = False
    suffix: str = PDF_SUFFIX
    edition: Edition = Edition.PUBLIC
    evidence: Evidence = Evidence.NONE
    signs: bool = False
    name: str = ""
    post: str = ""
    key: KeyWish = field(default_factory=KeyWish)

    def signer(self) -> Signer | None:
        """Return who signs, away from the window's thread. Raises ``OscbError``."""
        if not self.signs:
            return None
        key = self.key.unlock(self.name)
        return signer(key, name=self.name, post=self.post, accept_key=self.key.accept)


@dataclass(frozen=True)
class _Written:
    """A file that was written; ``pages`` is 0 for what has none."""

    path: Path
    pages: int = 0
    problems: tuple[Problem, ...] = ()
    evidence: Path | None = None  # the folder that it is in


class Exporter(QObject):
    """Writes the desk's report. ``open_url`` opens a file or folder in its program.

    ``failed(OscbError)`` tells why nothing was written.
    """

    written = Signal(object)  # Path
    failed = Signal(object)
    verify_wanted = Signal(object)  # Path

    def __init__(
        self,
        desk: Desk,
        workers: Workers,
        messages: Messages,
        choosers: Choosers,
        open_url: OpenUrl,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._workers = workers
        self._messages = messages
        self._choosers = choosers
        self._open_url = open_url

    def start(self, wish: ExportWish) -> None:
        """Ask where the file goes and write it."""
        self._desk.gather()
        snapshot = self._desk.snapshot
        title = safe_name(snapshot.report.details.title or snapshot.path.stem)
        if snapshot.whole.committees:
            title = f"{title} - {safe_name(snapshot.report.details.committee)}"
        if wish.edition is Edition.EXEMPT:
            title = self.tr("{title} - exempt edition").format(title=title)
        out = self._choosers.export_to_save(snapshot.path.parent / f"{title}{wish.suffix}")
        if out is None:
            return
        self._messages.dismiss(_TOPIC)
        self._workers.parallel.run(
            partial(_write, snapshot, out, wish),
            owner=self,
            done=lambda result: self._tell(result, wish),
            failed=self._give_up,
            label=self.tr("Exporting {name}").format(name=out.name),
        )

    def _give_up(self, error: OscbError) -> None:
        if not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _tell(self, result: _Written, wish: ExportWish) -> None:
        path = result.path.absolute()
        actions: list[Action] = [
            (self.tr("Open"), partial(self._open, path)),
            (self.tr("Show in folder"), partial(self._open, path.parent)),
        ]
        if wish.final and wish.suffix == PDF_SUFFIX:
            actions.append((self.tr("Verify"), partial(self.verify_wanted.emit, path)))
        self.written.emit(path)
        self._messages.show(
            self._words(result, wish),
            self._remarks(result),
            tone=Tone.DONE,
            actions=actions,
            topic=_TOPIC,
        )

    def _words(self, result: _Written, wish: ExportWish) -> str:
        if result.path.suffix.casefold() in TABLE_SUFFIXES:
            what = self.tr("the tables")
        elif not result.pages:
            what = self.tr("the final report") if wish.final else self.tr("a draft")
        else:
            what = counted(result.pages, "1 page", "{count} pages")
        if not wish.final:
            said = self.tr("Exported {what}, marked DRAFT: {name}.")
        elif wish.signs:
            said = self.tr("Exported {what}, signed: {name}.")
        else:
            said = self.tr("Exported {what}: {name}.")
        return said.format(what=what, name=result.path.name)

    def _remarks(self, result: _Written) -> str:
        problems = result.problems
        told = [problem.message for problem in problems[:_MOST_TOLD]]
        more = len(problems) - len(told)
        if more:
            told.append(
                counted(more, "There is 1 more to look at.", "There are {count} more to look at.")
            )
        if result.evidence is not None:
            told.append(self.tr("Its evidence is in {name}.").format(name=result.evidence.name))
        return " ".join(told)

    def _open(self, path: Path) -> None:
        if not self._open_url(QUrl.fromLocalFile(str(path))):
            self._messages.show(
                self.tr("No program could open {path}.").format(path=path),
                self.tr("Open it from its folder."),
                topic=_TOPIC,
            )


def _write(snapshot: Snapshot, out: Path, wish: ExportWish, progress: Progress) -> _Written:
    if wish.suffix == PDF_SUFFIX:
        made = exporting.export_pdf(
            snapshot,
            out,
            progress,
            draft=not wish.final,
            signs=wish.signer(),
            edition=wish.edition,
            evidence=wish.evidence,
        )
        return _Written(made.path, made.pages, made.problems, made.evidence)
    from oscb_desktop.operations.publishing.exporting_words import export_words

    made_of = export_words(snapshot, out, progress, draft=not wish.final, edition=wish.edition)
    return _Written(made_of.path)
