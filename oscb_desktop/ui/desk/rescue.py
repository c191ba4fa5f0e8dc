"""What the window says while the report cannot be saved, and the ways out that it offers."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.base.text import counted, say
from oscb_desktop.operations.file import rescuing
from oscb_desktop.operations.file.opened import Opened, Snapshot, take_snapshot
from oscb_desktop.operations.home import recent
from oscb_desktop.ui.desk.steps import Step, Steps
from oscb_desktop.ui.widgets.message import Action
from oscb_desktop.ui.widgets.messages import Messages
from oscb_desktop.ui.widgets.tones import Tone
from oscb_desktop.ui.workers import Workers

AskCopy = Callable[[Path], Path | None]

_TOPIC = "saving"
_WAITING, _CLOSING = "waiting", "closing"


class Rescue(QObject):
    """Keeps the person told while edits wait. ``moved(Opened)``: the report is in another file.

    ``ask`` asks where a copy goes; without it none is offered. ``held`` gives the report as it is.
    """

    moved = Signal(object)

    def __init__(
        self,
        steps: Steps,
        workers: Workers,
        messages: Messages,
        ask: AskCopy | None,
        held: Callable[[], tuple[Opened, Snapshot]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._steps = steps
        self._workers = workers
        self._messages = messages
        self._ask = ask
        self._held = held
        self._closing: Step | None = None
        self._kept_open: Callable[[], None] = lambda: None
        self._told = ""  # what was said last, so that each is said once
        self._busy = False
        steps.refused.connect(self._tell_refused)
        steps.waiting.connect(self._tell_waiting)

    @property
    def offers_copy(self) -> bool:
        """Whether a copy can be saved elsewhere."""
        return self._ask is not None

    def recovered(self) -> None:
        """Say that all is well again, where something else was said before."""
        if self._told:
            self._told = ""
            self._messages.show(self.tr("Everything is saved again."), tone=Tone.DONE, topic=_TOPIC)

    def close(self, closing: Step, kept_open: Callable[[], None]) -> None:
        """Do ``closing`` once everything is written; else call ``kept_open`` and say why."""
        self._closing, self._kept_open = closing, kept_open
        self._steps.add(closing)
        if self._steps.failure is not None:
            self._offer_close()

    def save_copy(self) -> None:
        """Ask for another file, save the report in it and go on there."""
        if self._ask is None or self._busy:
            return
        opened, snapshot = self._held()
        path = self._ask(_beside_home(snapshot.path))
        if path is None:
            self._told = ""
            self._tell_again()
            return
        reachable = not self._steps.is_waiting
        figures = snapshot.figures
        self._busy = True
        self._steps.hold()
        if not reachable:
            self._steps.forget_running()

        def work(_: Progress) -> tuple[Opened, bool]:
            there, whole = rescuing.save_elsewhere(opened, figures, path, reachable=reachable)
            recent.remember_recent(take_snapshot(there))
            return there, whole

        self._workers.report.run(
            work,
            owner=self,
            done=partial(self._go_on_there, opened, reachable),
            failed=self._stay,
            label=self.tr("Saving {name}").format(name=path.name),
        )

    def _go_on_there(self, before: Opened, reachable: bool, found: tuple[Opened, bool]) -> None:
        there, whole = found
        self._busy = False
        self._told = ""
        self._steps.failure = None
        self.moved.emit(there)
        if reachable:
            self._workers.parallel.run(lambda _: rescuing.let_go(before), owner=self)
        if whole:
            remedy = self.tr("{name} stays as it was last saved.")
        else:
            remedy = self.tr(
                "{name} could not be read: the history, clearances and workbooks are "
                "only in that file."
            )
        self._messages.show(
            self.tr("Saved. You are now writing in {name}, in {folder}.").format(
                name=there.path.name, folder=there.path.parent.name or there.path.parent
            ),
            remedy.format(name=before.path.name),
            tone=Tone.DONE if whole else Tone.WARN,
            topic=_TOPIC,
        )
        self._steps.go_on()

    def _stay(self, error: OscbError) -> None:
        self._busy = False
        self._messages.error(error)
        self._told = ""
        self._steps.go_on()
        self._tell_again()

    def _tell_again(self) -> None:
        if self._steps.failure is not None:
            self._tell_refused(self._steps.failure)

    def _tell_refused(self, error: OscbError) -> None:
        code = error.code or "refused"
        if self._told not in (code, _CLOSING):
            self._told = code
            what = self._steps.edits[0].label if self._steps.edits else ""
            self._messages.show(
                self.tr("Not saved: {what}. {why}").format(what=what, why=error.message),
                self.tr("It is kept here, and saving will be tried again. {remedy}").format(
                    remedy=error.remedy
                ),
                tone=Tone.WARN,
                actions=self._ways_out(),
                topic=_TOPIC,
                code=error.code,
            )
        self._offer_close()

    def _tell_waiting(self) -> None:
        if self._busy:  # the copy waits behind it: have both asked for anew
            self._steps.forget_running()
            return
        if not (self._steps.edits or self._closing):
            return
        if self._told not in (_WAITING, _CLOSING) and self._closing is None:
            self._told = _WAITING
            folder = self._held()[1].path.parent
            self._messages.show(
                self.tr("Not saved yet: waiting for {folder}.").format(
                    folder=folder.name or str(folder)
                ),
                self.tr("Keep writing: everything is kept here. You can also save a copy."),
                tone=Tone.WARN,
                actions=self._ways_out(try_now=False),
                topic=_TOPIC,
            )
        self._offer_close()

    def _offer_close(self) -> None:
        """Keep the report open that was to be closed, and let the person choose."""
        closing, self._closing = self._closing, None
        if closing is None:
            return
        hangs = self._steps.is_waiting
        self._steps.drop(closing)
        self._kept_open()
        count = len(self._steps.edits)
        if count == 0:
            text = self.tr("Not closed yet: the disk is not responding. Everything is saved.")
        else:
            text = counted(
                count,
                "Not closed: your last edit is not saved.",
                "Not closed: your last {count} edits are not saved.",
            )
        if count and self._steps.failure is not None:
            text = f"{text} {self._steps.failure.message}"
        if count == 0:
            remedy, leave = "", self.tr("Close now")
        else:
            remedy = counted(
                count,
                "It is kept here. Wait, or save a copy elsewhere.",
                "They are kept here. Wait, or save a copy elsewhere.",
            )
            leave = counted(count, "Close and lose it", "Close and lose them")
        self._told = _CLOSING  # which stays until it is answered: trying again changes nothing
        self._messages.show(
            text,
            remedy,
            tone=Tone.BLOCK if count else Tone.WARN,
            actions=[
                *(self._ways_out(try_now=not hangs) if count else ()),
                (leave, partial(self._leave, closing)),
            ],
            topic=_TOPIC,
        )

    def _leave(self, closing: Step) -> None:
        """Close without what is not written; a disk that hangs is not asked any more."""
        hangs = self._steps.is_waiting
        self._steps.give_up()
        if hangs:
            closing.done(None)
        else:
            self._steps.add(closing)

    def _ways_out(self, *, try_now: bool = True) -> list[Action]:
        ways: list[Action] = []
        if try_now:
            ways.append((self.tr("Try now"), self._steps.advance))
        if self._ask is not None:
            ways.append((self.tr("Save a copy…"), self.save_copy))
        return ways


def reason_words(code: str) -> str:
    """Return in a few words why an edit is not saved, for the status line."""
    return {
        "disk-full": say("the disk is full"),
        "moved": say("the file was moved"),
        "changed-underneath": say("another program changed the file"),
        "busy": say("another program is using the file"),
        "read-only": say("the file cannot be written to"),
        "unreachable": say("the disk cannot be reached"),
        "damaged": say("the file is damaged"),
        "character": say("a character cannot be saved"),
    }.get(code, say("the last edit was refused"))


def _beside_home(path: Path) -> Path:
    """Return what to suggest for a copy: on this computer, where the report's disk is not."""
    name = f"{path.stem} ({say('copy')}){path.suffix}"
    return Path.home() / name
