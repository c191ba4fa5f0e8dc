"""Texts are looked up in the person's language, counted and filled in."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import oscb_desktop
from oscb_desktop.base import catalogue, text
from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import counted, english_count, listed, say

PACKAGE = Path(oscb_desktop.__file__).parent
LOOKED_UP = {"say": slice(0, 1), "counted": slice(1, 3)}  # which arguments are texts


@pytest.fixture
def pretend() -> Iterator[list[tuple[str, str, int]]]:
    """Translate every text into itself in brackets; what was asked for is in the list."""
    asked: list[tuple[str, str, int]] = []

    def look_up(context: str, english: str, count: int) -> str:
        asked.append((context, english, count))
        return f"[{english}]"

    text.translate_with(look_up)
    yield asked
    text.translate_with(None)


def test_english_needs_nobody_to_look_it_up() -> None:
    assert say("{name} is empty.", name="a.oscb") == "a.oscb is empty."
    assert [counted(n, "1 page", "{count} pages") for n in (0, 1, 2)] == [
        "0 pages",
        "1 page",
        "2 pages",
    ]
    assert counted(1234, "1 row of {of}", "{count:,} rows of {of}", of="x") == "1,234 rows of x"


def test_a_list_within_a_sentence() -> None:
    assert [listed("abcd"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listed("abc", 3) == "a, b and c"
    assert listed("abcd", 3) == "a, b, c and 1 more"
    assert listed(range(9), 2) == "0, 1 and 7 more"


def test_a_translation_is_filled_and_knows_the_count(pretend: list[tuple[str, str, int]]) -> None:
    assert say("{name} is empty.", name="a") == "[a is empty.]"
    assert counted(1, "1 page", "{count} pages") == "[1 pages]"
    assert pretend == [("core", "{name} is empty.", -1), ("core", "{count} pages", 1)]


def test_what_a_report_prints_stays_english(pretend: list[tuple[str, str, int]]) -> None:
    assert english_count(1, "1 page", "{count} pages") == "1 page"
    assert not pretend


def test_a_slip_in_a_translation_hides_nothing() -> None:
    text.translate_with(lambda _context, _english, _count: "{nmae} ist leer.")
    try:
        assert say("{name} is empty.", name="a") == "a is empty."
    finally:
        text.translate_with(None)


def test_the_catalogue_is_translated(pretend: list[tuple[str, str, int]]) -> None:
    found = problem("return-empty-file", None, found="", expected="")
    assert found.message == "[ has nothing in it.]"
    assert found.remedy.startswith("[Ask for")
    assert catalogue.title("return-empty-file") == "[The file is empty]"
    assert catalogue.explanation("return-empty-file").startswith("[A file of no size")
    assert {context for context, _, _ in pretend} == {"problems"}


def test_one_of_a_kind_has_a_message_of_its_own() -> None:
    for code, entry in catalogue.entries().items():
        if entry.message_one:
            assert "{found}" in entry.message or "{count}" in entry.message, code
    one, many = (problem("table-cell-empty", where="Table 1", found=n).message for n in (1, 2))
    assert one == "Table 1 has an empty cell."
    assert many == "Table 1 has 2 empty cells."


def test_every_title_and_explanation_can_be_shown() -> None:
    for code in catalogue.entries():
        assert catalogue.title(code) != code
        catalogue.explanation(code)
    assert catalogue.title("of-no-catalogue") == "of-no-catalogue"
    assert catalogue.explanation("of-no-catalogue") == ""


@cache
def _trees() -> tuple[tuple[Path, ast.Module], ...]:
    paths = sorted(PACKAGE.rglob("*.py"))
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield getattr(called, "id", "") or getattr(called, "attr", ""), node


def _failures() -> set[str]:
    """Return the names of every kind of failure that may reach a person."""
    classes = [n for _, tree in _trees() for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    found, more = set(), {OscbError.__name__}
    while more - found:
        found |= more
        more = {
            held.name
            for held in classes
            if found & {getattr(base, "id", "") for base in held.bases}
        }
    return found


def _literals(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the bare texts that an argument may come to: in a choice, a sum, a method of one."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and node.value):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))
    elif isinstance(node, ast.BinOp):
        yield from (*_literals(node.left), *_literals(node.right))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield from _literals(node.func.value)


def test_no_failure_is_told_past_the_translation() -> None:
    """In a message or a remedy stands no bare text: `say` or `counted` looks it up."""
    failures = _failures()
    assert {"OscbError", "UsageError", "UnreadableError", "NotAccepted"} <= failures
    bare = []
    for path, tree in _trees():
        made = [call for name, call in _calls(tree) if name in failures]
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name in failures and node.bases:
                made += [call for name, call in _calls(node) if name == "__init__"]
        for call in made:
            named = [word.value for word in call.keywords if word.arg in ("message", "remedy")]
            bare += [
                f"{path.relative_to(PACKAGE)}:{text.lineno} {ast.unparse(text)}"
                for argument in (*call.args[:2], *named)
                for text in _literals(argument)
            ]
    assert bare == []


def test_nobody_else_chooses_between_one_and_many() -> None:
    """A text about 1 of something is one of two, and `counted` knows which to say."""
    lonely = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path, tree in _trees()
        for name, call in _calls(tree)
        if name in ("say", "tr")
        and call.args
        and re.search(r"\b1 [a-z]", ast.unparse(call.args[0]))
    ]
    assert lonely == []


def test_the_window_has_its_texts_looked_up_by_those_who_show_them() -> None:
    """Of ``other.tr`` Qt's tool cannot know in whose name it will be looked up."""
    strange = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path, tree in _trees()
        for name, call in _calls(tree)
        if name == "tr"
        and (ast.unparse(call.func) != "self.tr" or not isinstance(call.args[0], ast.Constant))
    ]
    assert strange == []


def test_what_is_looked_up_is_a_literal() -> None:
    """A text put together at run time can be in no translation."""
    made_up = []
    for path, tree in _trees():
        for name, call in _calls(tree):
            texts = call.args[LOOKED_UP[name]] if name in LOOKED_UP else []
            if path.parent.name != "base" and isinstance(call.func, ast.Name):
                made_up += [
                    f"{path.relative_to(PACKAGE)}:{text.lineno} {ast.unparse(text)}"
                    for text in texts
                    if not isinstance(text, ast.Constant)
                ]
    assert made_up == []
