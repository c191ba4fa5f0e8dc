"""The pages, one under the other. A page's old picture stays until its new one is there."""

import bisect

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from oscb_desktop.ui.preview.pages import Pictures, Sheets
from oscb_desktop.ui.widgets.look import GRID, mixed
from oscb_desktop.ui.widgets.zoom import zoomed_by

_GAP = 2 * GRID
_MARGIN = 2 * GRID
_SMALLEST, _LARGEST = 0.4, 4.0  # px a point
_FOLLOW_AT = 0.3  # how far down the view the place that is followed is put


class PagesView(QAbstractScrollArea):
    """Shows pages; says which pictures it lacks and which page is looked at."""

    pictures_wanted = Signal()
    page_changed = Signal(int)  # from 0
    place_clicked = Signal(str)  # block or section
    zoomed = Signal()
    painted = Signal(int)  # the generation of the pages just painted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Page preview"))
        self.generation = 0
        self._sheets: Sheets | None = None
        self._tops: list[float] = []
        self._images: dict[int, tuple[int, float, QImage]] = {}  # generation, scale, picture
        self._zoom: float | None = None  # None fits the width
        self._page = -1
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def sheets(self) -> Sheets | None:
        """The pages that are shown, None before the first."""
        return self._sheets

    @property
    def scale(self) -> float:
        """How many px of the window a point takes."""
        if self._zoom is not None or self._sheets is None or not self._sheets.sizes:
            return self._zoom or 1.0
        widest = max(size.width() for size in self._sheets.sizes)
        return max((self.viewport().width() - 2 * _MARGIN) / widest, _SMALLEST)

    @property
    def picture_scale(self) -> float:
        """How many px of the screen a point takes."""
        return round(self.scale * self.devicePixelRatioF(), 3)

    @property
    def current_page(self) -> int:
        """The page looked at, from 0."""
        return max(self._page, 0)

    def show_pages(self, sheets: Sheets, pictures: Pictures) -> None:
        """Show other pages; what is looked at stays where it is."""
        same_sizes = self._sheets is not None and self._sheets.sizes == sheets.sizes
        self._sheets = sheets
        self.generation += 1
        for page in [page for page in self._images if page >= len(sheets.sizes)]:
            del self._images[page]
        if not same_sizes:
            self._arrange()
        self.add_pictures(pictures, self.generation)

    def add_pictures(self, pictures: Pictures, generation: int) -> None:
        """Take pictures of the pages of ``generation``."""
        for page, image in pictures.images.items():
            image.setDevicePixelRatio(self.devicePixelRatioF())
            self._images[page] = (generation, pictures.pixels_per_point, image)
        self.viewport().update()
        self._scrolled()

    def shown_pages(self) -> tuple[int, ...]:
        """Return the pages that can be seen."""
        if not self._tops:
            return (0,)
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        first = max(bisect.bisect_right(self._tops, top) - 1, 0)
        last = max(bisect.bisect_left(self._tops, bottom) - 1, first)
        return tuple(range(first, last + 1))

    def drawn_pages(self) -> dict[int, QImage]:
        """Return the pictures of the pages of now, of those that are as large as is shown."""
        right = (self.generation, self.picture_scale)
        return {page: held[2] for page, held in self._images.items() if held[:2] == right}

    def lacking_pages(self) -> tuple[int, ...]:
        """Return the pages that can be seen and whose pictures are old, or of another size."""
        if self._sheets is None or not self._sheets.sizes:
            return ()
        right = (self.generation, self.picture_scale)
        return tuple(
            page for page in self.shown_pages() if self._images.get(page, (0, 0.0))[:2] != right
        )

    def follow(self, place: str) -> None:
        """Bring a block or section into view, unless it can be seen."""
        if self._sheets is None or place not in self._sheets.places:
            return
        page, below = self._sheets.places[place]
        y = self._tops[page] + below * self.scale
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        if not bar.value() + GRID <= y <= bar.value() + height * 0.8:
            bar.setValue(round(y - height * _FOLLOW_AT))

    def set_zoom(self, zoom: float | None) -> None:
        """Show pages at so many px a point, or (None) as wide as the view."""
        middle = self._anchor()
        self._zoom = None if zoom is None else min(max(zoom, _SMALLEST), _LARGEST)
        self._arrange()
        self._restore(middle)
        self.zoomed.emit()

    def data(self) -> tuple[int, int]:
        """Return the page looked at, from 1, and how many there are."""
        return self.current_page + 1, len(self._tops)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages that can be seen."""
        painter = QPainter(self.viewport())
        palette = self.palette()
        window = palette.color(QPalette.ColorRole.Window)
        painter.fillRect(event.rect(), mixed(window, QColor(Qt.GlobalColor.black), 0.08))
        if self._sheets is None:
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            painter.drawText(
                self.viewport().rect(),
                Qt.AlignmentFlag.AlignCenter,
                self.tr("Laying out the pages…"),
            )
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self.shown_pages():
            area = self._area(page)
            painter.fillRect(area, Qt.GlobalColor.white)
            held = self._images.get(page)
            if held is not None and held[1] == self.picture_scale:
                painter.drawImage(area.topLeft(), held[2])  # as drawn: nothing to scale
            elif held is not None:
                painter.drawImage(area, held[2])
            painter.setPen(QPen(mixed(window, QColor(Qt.GlobalColor.black), 0.3), 1))
            painter.drawRect(area)
        if self.hasFocus():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        self.painted.emit(self.generation)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep to the width, and to the place that is looked at."""
        super().resizeEvent(event)
        middle = self._anchor()
        self._arrange()
        self._restore(middle)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom."""
        by = zoomed_by(event)
        if by is None:
            super().wheelEvent(event)
        else:
            self.set_zoom(self.scale * by)
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which block was clicked, so that the editor can go there."""
        place = self._place_at(event.position())
        if place and event.button() == Qt.MouseButton.LeftButton:
            self.place_clicked.emit(place)

    def _place_at(self, point: QPointF) -> str:
        if self._sheets is None:
            return ""
        for page in self.shown_pages():
            area = self._area(page)
            if area.contains(QPoint(round(point.x()), round(point.y()))):
                below = (point.y() - area.top()) / self.scale
                above = [
                    (top, name)
                    for name, (on, top) in self._sheets.places.items()
                    if on == page and top <= below + 4
                ]
                return max(above)[1] if above else ""
        return ""

    def _arrange(self) -> None:
        """Work out where each page starts, and how far there is to scroll."""
        sizes = self._sheets.sizes if self._sheets is not None else ()
        scale = self.scale
        self._tops = []
        top = float(_MARGIN)
        for size in sizes:
            self._tops.append(top)
            top += size.height() * scale + _GAP
        wide = max((size.width() * scale for size in sizes), default=0.0) + 2 * _MARGIN
        viewport = self.viewport()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(top) - viewport.height()))
        bar.setPageStep(viewport.height())
        bar.setSingleStep(4 * GRID)
        across = self.horizontalScrollBar()
        across.setRange(0, max(0, round(wide) - viewport.width()))
        across.setPageStep(viewport.width())
        viewport.update()

    def _area(self, page: int) -> QRect:
        assert self._sheets is not None
        size: QSizeF = self._sheets.sizes[page] * self.scale
        left = max((self.viewport().width() - size.width()) / 2, float(_MARGIN))
        top = self._tops[page] - self.verticalScrollBar().value()
        corner = QPointF(left - self.horizontalScrollBar().value(), top)
        return QRectF(corner, size).toAlignedRect()

    def _anchor(self) -> tuple[int, float]:
        """Return the page at the view's top, and how much of it is above."""
        if not self._tops or self._sheets is None:
            return 0, 0.0
        page = self.shown_pages()[0]
        height = self._sheets.sizes[page].height()
        top = self.verticalScrollBar().value() - self._tops[page]
        if len(self._tops) > page + 1:
            height = (self._tops[page + 1] - self._tops[page]) or 1.0
        else:
            height = height * self.scale
        return page, top / height

    def _restore(self, anchor: tuple[int, float]) -> None:
        page, share = anchor
        if self._sheets is None or page >= len(self._tops):
            return
        height = self._sheets.sizes[page].height() * self.scale + _GAP
        self.verticalScrollBar().setValue(round(self._tops[page] + share * height))
        self._scrolled()

    def _scrolled(self) -> None:
        if self._tops:
            middle = self.verticalScrollBar().value() + self.viewport().height() / 2
            page = max(bisect.bisect_right(self._tops, middle) - 1, 0)
            if page != self._page:
                self._page = page
                self.page_changed.emit(page)
        if self.lacking_pages():
            self.pictures_wanted.emit()
        self.viewport().update()
