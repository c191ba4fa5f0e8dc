"""The preview beside the editor: follows what is written, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from oscb_desktop.base.problems import Cancelled, OscbError
from oscb_desktop.base.progress import Progress
from oscb_desktop.editing.touched import Touched
from oscb_desktop.operations.publishing.exporting import new_layout_cache
from oscb_desktop.report.exempt.exemptions import Edition
from oscb_desktop.ui.desk.desk import Desk
from oscb_desktop.ui.preview.pages import Pictures, Sheets, Wanted, draw, lay_out
from oscb_desktop.ui.preview.view import PagesView
from oscb_desktop.ui.widgets.look import GRID
from oscb_desktop.ui.workers import Job, WorkerPool

if TYPE_CHECKING:
    from oscb_desktop.operations.publishing.exporting import LayoutCache

_BETWEEN_MS = 40  # from one layout's start to the next: a held key comes as often
_STEP = 1.2


class Preview(QWidget):
    """The real pages. While it is hidden nothing is laid out."""

    place_clicked = Signal(str)
    refreshed = Signal()  # the pages of the latest edit are shown

    def __init__(self, desk: Desk, pool: WorkerPool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pool = pool
        self._cache: LayoutCache | None = None
        self._job: Job | None = None
        self._drawing: Job | None = None
        self._due = True
        self._place = ""
        self._edition = Edition.PUBLIC
        self._following = False
        self.view = PagesView()
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setMargin(GRID)
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        column.addWidget(self.note)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._started = QElapsedTimer()
        self._timer.timeout.connect(self._start)
        desk.changed.connect(self._follow)
        self.view.pictures_wanted.connect(self._draw)
        self.view.page_changed.connect(self._tell_page)
        self.view.zoomed.connect(self._draw)
        self.view.place_clicked.connect(self.place_clicked)

    def follow(self, place: str) -> None:
        """Show where a block or a section is, now and after the next layout."""
        self._place = place
        self._following = True
        self.view.follow(place)

    @property
    def edition(self) -> Edition:
        """The edition that is shown."""
        return self._edition

    def show_edition(self, edition: Edition) -> None:
        """Show what the public sees, or everything."""
        if edition is not self._edition:
            self._edition = edition
            self._note_change()

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out what changed while it was hidden."""
        super().showEvent(event)
        if self._due:
            self._start_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop working for nobody."""
        super().hideEvent(event)
        for job in (self._job, self._drawing):
            if job is not None:
                job.cancel()

    def _follow(self, _snapshot: object, _origin: object, touched: Touched) -> None:
        if touched.content:  # what is noted beside the content is on no page
            self._note_change()

    def _note_change(self) -> None:
        self._due = True
        self._following = True
        if self.isVisible() and not self._timer.isActive():
            self._start_soon()

    def _start_soon(self) -> None:
        """Start when the window has shown the change, and not too soon after the last time."""
        passed = self._started.elapsed() if self._started.isValid() else _BETWEEN_MS
        self._timer.start(max(_BETWEEN_MS - passed, 0))

    def _start(self) -> None:
        """Lay out the report as it is now; one layout at a time, the newest report next."""
        if self._job is not None or not self._due or not self.isVisible():
            return
        self._due = False
        self._started.start()
        snapshot = self._desk.snapshot
        wanted = Wanted(
            self.view.shown_pages(),
            self.view.picture_scale if self.view.sheets is not None else 0.0,
            self._place if self._following else "",
            self.view.sheets,
            self.view.drawn_pages(),
        )
        kept, edition = self._cache, self._edition

        def work(progress: Progress) -> tuple[LayoutCache, Sheets, Pictures]:
            cache = kept if kept is not None else new_layout_cache()
            asked = wanted if wanted.pixels_per_point else Wanted((), 1.0)
            return cache, *lay_out(snapshot, cache, asked, progress, edition)

        self._job = self._pool.run(work, owner=self, done=self._show, failed=self._tell_failure)

    def _show(self, made: tuple[LayoutCache, Sheets, Pictures]) -> None:
        self._job = None
        self._cache, sheets, pictures = made
        self.note.hide()
        self.view.show_pages(sheets, pictures)
        if self._following and self._place:
            self.view.follow(self._place)
        self._following = False
        self._tell_page()
        self._draw()
        if self._due:
            self._start()
        else:
            self.refreshed.emit()

    def _tell_failure(self, error: OscbError) -> None:
        self._job = None
        if isinstance(error, Cancelled):
            self._due = True
            if self.isVisible():
                self._start()
            return
        self._cache = None
        self.note.setText(
            self.tr("The pages cannot be shown as they are now. {why}").format(why=error)
        )
        self.note.show()

    def _draw(self) -> None:
        """Have the pages drawn whose pictures are lacking."""
        pages = self.view.lacking_pages()
        sheets = self.view.sheets
        if self._drawing is not None or not pages or sheets is None or not self.isVisible():
            return
        scale, generation = self.view.picture_scale, self.view.generation
        self._drawing = self._pool.run(
            lambda progress: draw(sheets, pages, scale, progress),
            owner=self,
            done=lambda pictures: self._take_pictures(pictures, generation),
            failed=self._drawing_failed,
        )

    def _take_pictures(self, pictures: Pictures, generation: int) -> None:
        self._drawing = None
        self.view.add_pictures(pictures, generation)
        self._draw()

    def _drawing_failed(self, error: OscbError) -> None:
        self._drawing = None
        if not isinstance(error, Cancelled):
            self._tell_failure(error)

    def _header(self) -> QFrame:
        frame = QFrame()
        row = QHBoxLayout(frame)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(2)
        self.page_label = QLabel(self.tr("Preview"))
        row.addWidget(self.page_label, 1)
        self.smaller = _button("\N{MINUS SIGN}", self.tr("Smaller pages"))
        self.smaller.clicked.connect(lambda: self.view.set_zoom(self.view.scale / _STEP))
        self.larger = _button("+", self.tr("Larger pages"))
        self.larger.clicked.connect(lambda: self.view.set_zoom(self.view.scale * _STEP))
        self.fit = _button(self.tr("Fit width"), self.tr("Make pages as wide as the preview"))
        self.fit.clicked.connect(lambda: self.view.set_zoom(None))
        for button in (self.smaller, self.larger, self.fit):
            row.addWidget(button)
        return frame

    def _tell_page(self) -> None:
        page, count = self.view.data()
        words = self.tr("Page {page} of {count}").format(page=page, count=count)
        self.page_label.setText(words)
        self.view.setAccessibleName(self.tr("Page preview. {words}").format(words=words))


def _button(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoRaise(True)
    return button
