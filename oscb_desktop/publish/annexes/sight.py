"""What a reader sees of an annex once it is joined, beside what they saw before, and what not.

Words count as seen when the page looks otherwise without them; words of a scan, which are there
to be found and not drawn, when there is ink where they are. So it does not matter how words were
hidden: under a box, in white, behind a picture, cut off, beyond the edge.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from oscb_desktop.publish.annexes.cleaning import Box, CleanPage
from oscb_desktop.publish.pdf.viewing import Letter, Pixels, Sheet, View, show

_FAINT: Final = 16  # of 255: what differs by less is not told apart
_INK: Final = 40  # of 255: what a letter of a scan stands out by
_OTHER: Final = 24  # of 255: what two pictures of one thing never differ by, once they are blurred
_SPECKS: Final = 6  # pixels
_SMOOTHED: Final = ImageFilter.BoxBlur(1.5)  # forms have their edges smoothed in another way
_SMALLEST: Final = 2  # points, each way: nobody reads a letter of a third of a millimetre


class PageText(NamedTuple):
    """The words of an annex's page: those that a reader sees, and those that are only there."""

    seen: str
    hidden: str


class Sight(NamedTuple):
    """What was seen of a joined annex, page by page."""

    other: tuple[int, ...]  # pages, from 1, that look other than they did
    texts: tuple[PageText, ...]
    compared: bool = True  # False where the file as received cannot be shown


def look(
    data: bytes,
    whole: View,
    start: int,
    cleaned: Sequence[CleanPage],
    stamps: int,
    tick: Callable[[float], None],
) -> Sight:
    """Compare an annex, as received, with its pages in ``whole``, which begin at ``start``.

    ``stamps`` is how many text objects were put on each page. ``tick`` is called with the part
    done and may raise.
    """
    try:
        received = View(data)
    except pypdfium2.PdfiumError:
        received = None
    other: list[int] = []
    texts: list[PageText] = []
    try:
        for at, page in enumerate(cleaned):
            tick(at / len(cleaned))
            before = _picture(received, at)
            with whole.page(start + at) as sheet:
                show(sheet.last_texts(stamps), False)
                after = sheet.picture()
                if before is not None and _differ(before, after, sheet, page.changed):
                    other.append(at + 1)
                texts.append(read(sheet, after))
    finally:
        if received is not None:
            received.close()
    return Sight(tuple(other), tuple(texts), received is not None)


def read(sheet: Sheet, picture: Image.Image) -> PageText:
    """Return the words of a page that looks like ``picture``. Its words are not painted after."""
    letters = sheet.letters()
    if not any(letter.box for letter in letters):
        return PageText("", "")
    show(sheet.texts(), False)
    told = _Told.between(picture, sheet.picture(), sheet.scale)
    seen: list[str] = []
    hidden: list[str] = []
    for word in _words(letters):
        (hidden if told.hides(word) else seen).extend(letter.text for letter in word)
    return PageText(_tidy(seen), _tidy(hidden))


class _Told(NamedTuple):
    """Where the words of a page make a difference to its picture, in which they are seen."""

    pixels: bytes  # a byte for each, 255 where they do
    grey: Image.Image
    smallest: float  # pixels, each way: a large page is shown on a smaller scale

    @classmethod
    def between(cls, picture: Image.Image, without: Image.Image, scale: float) -> "_Told":
        """Compare a page's picture, on a scale, with the one ``without`` its words."""
        apart = _apart(picture, without).point([0] * _FAINT + [255] * (256 - _FAINT))
        return cls(apart.tobytes(), picture.convert("L"), _SMALLEST * scale)

    def hides(self, word: Sequence[Letter]) -> bool:
        """Tell whether most letters of a word cannot be seen. What is no letter hides nothing."""
        told = [letter for letter in word if letter.box and letter.text.isalnum()]
        unseen = sum(not self._shows(letter) for letter in told)
        return 2 * unseen > len(told)

    def _shows(self, letter: Letter) -> bool:
        box = _within(letter.box, self.grey.size) if letter.box else None
        if box is None or max(box[2] - box[0], box[3] - box[1]) <= self.smallest:
            return False
        if letter.drawn:
            return self._has_ink(box)
        low, high = self.grey.crop(box).getextrema()
        return float(high) - float(low) > _INK  # type: ignore[arg-type]  # of one band

    def _has_ink(self, box: Pixels) -> bool:
        left, top, right, bottom = box
        wide = self.grey.width
        rows = range(top * wide, bottom * wide, wide)
        return any(255 in self.pixels[row + left : row + right] for row in rows)


def _picture(view: View | None, at: int) -> Image.Image | None:
    if view is None:
        return None
    try:
        with view.page(at) as sheet:
            return sheet.picture()
    except pypdfium2.PdfiumError:
        return Image.new("RGB", (1, 1))  # a page that is not there looks like none


def _differ(before: Image.Image, after: Image.Image, sheet: Sheet, changed: Sequence[Box]) -> bool:
    return not look_alike(before, after, [sheet.pixels(box) for box in changed])


def look_alike(before: Image.Image, after: Image.Image, changed: Sequence[Pixels] = ()) -> bool:
    """Return whether two pictures of a page show the same, but where it was to be ``changed``."""
    if before.size != after.size:
        return False
    if before.tobytes() == after.tobytes():
        return True
    apart = _apart(before.filter(_SMOOTHED), after.filter(_SMOOTHED))
    for box in changed:
        apart.paste(0, box)
    return sum(apart.histogram()[_OTHER:]) <= _SPECKS


def _apart(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return by how much two pictures differ, at each place in the colour that differs most."""
    red, green, blue = ImageChops.difference(one, other).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _words(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Yield the words, each with the spaces that follow it."""
    word: list[Letter] = []
    spaced = False
    for letter in letters:
        if spaced and not letter.text.isspace():
            yield word
            word = []
        word.append(letter)
        spaced = letter.text.isspace()
    yield word


def _within(box: Pixels, size: tuple[int, int]) -> Pixels | None:
    left, top = max(box[0], 0), max(box[1], 0)
    right, bottom = min(box[2], size[0]), min(box[3], size[1])
    return (left, top, right, bottom) if left < right and top < bottom else None


def _tidy(words: Sequence[str]) -> str:
    return " ".join("".join(words).replace("\x02", "").split())
