"""How hard a text is to read: words, sentences and syllables, and the age they ask for."""

import re
from functools import lru_cache

import msgspec

from oscb_desktop.report.language import prose

_VOWELS = re.compile(r"[aeiouy]+")
_MUTE = re.compile(r"([gq])u(?=[aei])|(?<=^saf)e(?=g)")  # guard, quality, safeguarding
_SILENT_END = re.compile(
    r"[^aeiouyl]e$|[aeiouy]le$|[^aeioutdy]ed$|[^aeiouylszxcgh]es$|[aeiouy]les$"
)
_SOFT_END = re.compile(r"[td]hes?$|[td]hed$")  # theme, bathed: silent after a soft th too
_ONE_SOUND = re.compile(r"[tscx]i(?=on|al|an|ou|en)|gi(?=on|ou)|eo(?=pl)|ue$|ues$")
_TWO_SOUNDS = re.compile(r"i[aou]|ie(?=t|nc|nt)|[aeou]ing|eo|crea(?=t)|ea(?=$|s$)|u[ao]|uie")


class Measure(msgspec.Struct, frozen=True):
    """Counts of a text. They add up over texts."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    def __add__(self, other: "Measure") -> "Measure":
        return Measure(
            self.words + other.words,
            self.sentences + other.sentences,
            self.syllables + other.syllables,
        )


def measure(text: str) -> Measure:
    """Return a text's counts; figures and numbers count as one syllable, as Flesch has it."""
    units = prose.units_of_speech(text)
    words = [word for unit in units for word in prose.words(unit)]
    return Measure(len(words), len(units), sum(map(syllables, words)))


def grade(counts: Measure) -> float:
    """Return the Flesch–Kincaid grade.

    Source: Kincaid, Fishburne, Rogers and Chissom, Derivation of new readability formulas, 1975:
    0.39 × words per sentence + 11.8 × syllables per word − 15.59.
    """
    if not counts.words or not counts.sentences:
        return 0.0
    return 0.39 * counts.words / counts.sentences + 11.8 * counts.syllables / counts.words - 15.59


def reading_age(counts: Measure) -> int:
    """Return the age in years at which a text is readable: the school grade plus five."""
    return max(5, round(grade(counts) + 5))


@lru_cache(maxsize=16_384)
def syllables(word: str) -> int:
    """Count a word's syllables as they are spoken, by rule: at least one."""
    return sum(_syllables(part) for part in re.split(r"[-‑]", word.casefold()) if part) or 1


def _syllables(word: str) -> int:
    letters = _MUTE.sub(r"\1", re.sub(r"['’]s?$|[^a-z]", "", word))
    if len(letters) <= 3:
        return 1
    count = len(_VOWELS.findall(letters))
    if _SILENT_END.search(letters) or _SOFT_END.search(letters):
        count -= 1
    count += len(_TWO_SOUNDS.findall(_ONE_SOUND.sub("t", letters)))
    return max(1, count)
