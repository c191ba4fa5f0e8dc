"""The words by which personal data is told, from ``resources/personal``."""

import re
from collections.abc import Iterable
from functools import cache

import msgspec

from oscb_desktop.base import resources

_WORD = re.compile(r"[^\W\d_]+")


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``resources/personal/words.toml``; the README beside it says what each list is for."""

    name_words: frozenset[str]
    offices: tuple[str, ...]
    relations: tuple[str, ...]
    belongings: tuple[str, ...]
    events: tuple[str, ...]
    case_words: tuple[str, ...]
    child_words: tuple[str, ...]
    people_words: tuple[str, ...]
    services: tuple[str, ...]
    acronyms: frozenset[str]
    contact_words: tuple[str, ...]
    contact_labels: tuple[str, ...]
    media_labels: tuple[str, ...]
    public_domains: tuple[str, ...]
    society_domains: tuple[str, ...]
    private_domains: tuple[str, ...]
    postcode_areas: frozenset[str]
    pupil_number_authorities: tuple[tuple[int, int], ...]


@cache
def words() -> Words:
    """Return the words; raise OscbError naming the key at fault."""
    return resources.load(resources.find("personal", "words.toml"), Words)


@cache
def forenames() -> frozenset[str]:
    """Return the forenames that are no words of another kind."""
    lines = resources.find("personal", "forenames.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


class Phrases:
    """Some words and phrases, to be found in a text whatever its capitals."""

    def __init__(self, choices: Iterable[str]) -> None:
        every = {choice.casefold() for choice in choices}
        self.all = frozenset(every)
        plain = {word for word in every if word.isalpha()}
        self._words = frozenset(plain | {f"{word}s" for word in plain})
        self._phrases = tuple(every - plain)

    def are_in(self, text: str) -> bool:
        """Whether any of them is in ``text``, be it in the plural."""
        small = text.casefold()
        if not self._words.isdisjoint(_WORD.findall(small)):
            return True
        return any(phrase in small for phrase in self._phrases)

    def begin(self, text: str) -> bool:
        """Whether ``text`` begins with one of them."""
        first = [word.strip(":.,") for word in text.casefold().split()[:3]]
        return any(" ".join(first[:count]) in self.all for count in range(1, len(first) + 1))

    def end(self, text: str) -> bool:
        """Whether ``text`` ends with one of them."""
        last = text.casefold().split()[-3:]
        return any(" ".join(last[-count:]) in self.all for count in range(1, len(last) + 1))


@cache
def offices() -> Phrases:
    """Return the words for offices and public matters."""
    return Phrases(words().offices)


@cache
def contacts() -> Phrases:
    """Return the words for offices and posts, whose contact details are no family's."""
    return Phrases(words().contact_words)


@cache
def contact_labels() -> Phrases:
    """Return the labels of somebody's contact details at work: "Tel", "Completed by"."""
    return Phrases(words().contact_labels)


@cache
def role_labels() -> Phrases:
    """Return the labels that say whose contact details follow: "Completed by", "Contact"."""
    return Phrases({*words().contact_labels} - {*words().media_labels})


@cache
def media_labels() -> Phrases:
    """Return the labels that say how somebody is reached, and not who: "Tel", "E-mail"."""
    return Phrases(words().media_labels)


@cache
def child_words() -> Phrases:
    """Return the words for a child, a family or a case."""
    return Phrases(words().child_words)


@cache
def people() -> Phrases:
    """Return the words for people and things that are nobody's name: "Child", "Learners"."""
    return Phrases((*words().people_words, *words().child_words, *words().relations))


@cache
def services() -> re.Pattern[str]:
    """Return a pattern for what sounds of a child and is a service: "child protection"."""
    return re.compile(any_of(words().services), re.IGNORECASE)


@cache
def relations() -> Phrases:
    """Return the words that make a name a child's or a relative's."""
    return Phrases([*words().relations, *(f"{word}s" for word in words().relations)])


@cache
def events() -> Phrases:
    """Return what happens to somebody whom a case is about: "went missing"."""
    return Phrases(words().events)


def is_about_a_child(text: str) -> bool:
    """Whether a text speaks of a child, a family or a case, and not of a service for them."""
    around = services().sub(" ", text)
    return child_words().are_in(around) or relations().are_in(around)


@cache
def case_words() -> Phrases:
    """Return the words behind which a name is that of somebody a case is about."""
    return Phrases(words().case_words)


def any_of(choices: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(choices, key=len, reverse=True))) + ")"
