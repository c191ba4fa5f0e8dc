"""The changes of what is noted beside the content of a report and is no part of it.

Which paragraphs meet which requirement, which were carried over from last year's report, and which
words are spelt correctly here. Setting a problem aside is in ``waiving``.
"""

import msgspec
from msgspec.structs import replace

from oscb_desktop.base.text import say
from oscb_desktop.report.content.annotations import Carried, Met
from oscb_desktop.report.content.document import Report


class SetMet(msgspec.Struct, frozen=True, tag="set-met"):
    """Say which blocks meet a requirement; none: say so of no block."""

    requirement: str
    blocks: tuple[str, ...]

    label = property(lambda _: say("Mark what meets a requirement"))

    def apply(self, report: Report) -> Report:
        """Return the report with the requirement's blocks set."""
        others = [held for held in report.annotations.met if held.requirement != self.requirement]
        named = [Met(self.requirement, self.blocks)] if self.blocks else []
        met = tuple(sorted((*others, *named), key=lambda held: held.requirement))
        return replace(report, annotations=replace(report.annotations, met=met))

    def invert(self, report: Report) -> "SetMet":
        """Return the change that names the present blocks again."""
        return SetMet(self.requirement, report.annotations.blocks_meeting(self.requirement))


class SetCarried(msgspec.Struct, frozen=True, tag="set-carried"):
    """Say what a block said last year; None: it is dealt with, and still right as it is."""

    block_id: str
    content: str | None = None

    label = property(
        lambda self: say("Still right") if self.content is None else say("Mark as carried over")
    )

    def apply(self, report: Report) -> Report:
        """Return the report with the block's mark set or taken off."""
        others = [held for held in report.annotations.carried if held.block != self.block_id]
        named = [] if self.content is None else [Carried(self.block_id, self.content)]
        carried = tuple(sorted((*others, *named), key=lambda held: held.block))
        return replace(report, annotations=replace(report.annotations, carried=carried))

    def invert(self, report: Report) -> "SetCarried":
        """Return the change that puts the present mark back."""
        return SetCarried(self.block_id, report.annotations.carried_content(self.block_id))


class LearnWord(msgspec.Struct, frozen=True, tag="learn-word"):
    """Say that a word is spelt correctly in this report, for everybody who opens it."""

    word: str

    label = property(lambda self: say("Add {word} to the report's words", word=self.word))

    def apply(self, report: Report) -> Report:
        """Return the report knowing the word."""
        return _with_words(report, {*report.annotations.words, self.word.casefold()})

    def invert(self, report: Report) -> "LearnWord | ForgetWord":
        """Return the change that forgets it again, where it was not known before."""
        known = self.word.casefold() in report.annotations.words
        return self if known else ForgetWord(self.word)


class ForgetWord(msgspec.Struct, frozen=True, tag="forget-word"):
    """Take a word out of the report's own."""

    word: str

    label = property(lambda self: say("Remove {word} from the report's words", word=self.word))

    def apply(self, report: Report) -> Report:
        """Return the report without the word."""
        return _with_words(report, {*report.annotations.words} - {self.word.casefold()})

    def invert(self, report: Report) -> "LearnWord | ForgetWord":
        """Return the change that learns it again, where it was known."""
        known = self.word.casefold() in report.annotations.words
        return LearnWord(self.word) if known else self


def _with_words(report: Report, words: set[str]) -> Report:
    return replace(report, annotations=replace(report.annotations, words=tuple(sorted(words))))
