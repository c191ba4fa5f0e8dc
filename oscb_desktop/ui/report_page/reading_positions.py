"""Where one was in each report: kept as one reads and writes, so that a report opens there again.

It is kept at once and not on closing: after a crash or a power cut it is there too.
"""

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QSettings, QTimer

from oscb_desktop.editing.text.lines import Spot
from oscb_desktop.ui.editor.editor import Editor

_KEY = "report/places"
_PAUSE_MS = 400
_MOST = 40  # reports


class _Place(msgspec.Struct, frozen=True):
    """The caret, and the line at the top of the view."""

    report: str
    caret: Spot
    top: Spot


_decoder = msgspec.json.Decoder(tuple[_Place, ...])


class PlaceKeeper(QObject):
    """Keeps the place in one report while its editor lives; ``settings`` None keeps nothing."""

    def __init__(self, settings: QSettings | None, path: Path, editor: Editor) -> None:
        super().__init__(editor)
        self._settings = settings
        self._report = str(path)
        self._editor = editor
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._keep)
        editor.go_to_start()
        if settings is not None:
            self._go_back()
            editor.view.cursorPositionChanged.connect(self._timer.start)
            editor.view.verticalScrollBar().valueChanged.connect(lambda _: self._timer.start())

    def _go_back(self) -> None:
        held = next((held for held in self._held() if held.report == self._report), None)
        if held is None:
            return
        view = self._editor.view
        document = view.report_document
        if not view.set_caret(held.caret):
            view.set_caret(msgspec.structs.replace(held.caret, offset=0))
        top = document.index_of(held.top)
        if top is not None:
            # Once the page has its size: until then the text is wrapped to another width.
            QTimer.singleShot(0, view, lambda: view.put_on_top(top))

    def _keep(self) -> None:
        view = self._editor.view
        first = next(view.shown_blocks(), None)
        if self._settings is None or first is None or view.report_document.is_stale:
            return
        block, _ = first
        top = view.report_document.spot_at(block.position())
        others = [held for held in self._held() if held.report != self._report]
        kept = (*others[-_MOST + 1 :], _Place(self._report, view.caret, top))
        self._settings.setValue(_KEY, msgspec.json.encode(kept).decode())

    def _held(self) -> tuple[_Place, ...]:
        raw = self._settings.value(_KEY, "") if self._settings is not None else ""
        try:
            return _decoder.decode(str(raw or "[]"))
        except msgspec.MsgspecError:
            return ()
