"""The keys and gestures that no menu shows: where, what is pressed, what it does."""

from typing import NamedTuple

from oscb_desktop.base.text import say


class Gesture(NamedTuple):
    """Something a person presses, clicks or drags. ``id`` names it for what proves it."""

    id: str
    where: str
    keys: str
    does: str


def gestures() -> tuple[Gesture, ...]:
    """Return them in the order in which a person meets them."""
    return (*_in_the_text(), *_in_lists_and_tables(), *_around_the_text())


def _in_the_text() -> tuple[Gesture, ...]:
    text, start = say("In the text"), say("At the start of a paragraph")
    return (
        Gesture("enter", text, say("Enter"), say("Begins a new paragraph")),
        Gesture("words", text, say("Ctrl+Left, Ctrl+Right"), say("Goes a word back or on")),
        Gesture("ends", text, say("Ctrl+Home, Ctrl+End"), say("Goes to the first or last word")),
        Gesture("select", text, say("Shift and an arrow"), say("Selects letter by letter")),
        Gesture("select-word", text, say("Double-click"), say("Selects a word")),
        Gesture("select-all-of-it", text, say("Click three times"), say("Selects the paragraph")),
        Gesture("drag", text, say("Drag what is selected"), say("Moves it there")),
        Gesture("drag-copy", text, say("Ctrl and drag what is selected"), say("Copies it there")),
        Gesture("rub-out-word", text, say("Ctrl+Backspace"), say("Deletes the word before")),
        Gesture("delete-word", text, say("Ctrl+Delete"), say("Deletes the word after")),
        Gesture("zoom", text, say("Ctrl and the wheel"), say("Shows it larger or smaller")),
        Gesture("menu", text, say("Menu key, or right click"), say("Offers what can be done")),
        Gesture("join", start, say("Backspace"), say("Joins it to the paragraph before")),
        Gesture(
            "mark",
            start,
            say("“- ”, “1. ”, “(a) ” or “(i) ”"),
            say("Begins a list marked like that"),
        ),
        Gesture(
            "heading-back",
            say("At the start of a sub-heading"),
            say("Backspace"),
            say("Makes it a paragraph"),
        ),
        Gesture(
            "origin",
            say("On a figure"),
            say("Click, or select it and press Enter"),
            say("Shows the cell that it comes from"),
        ),
        Gesture("link", say("On a link"), say("Ctrl+click"), say("Opens it")),
    )


def _in_lists_and_tables() -> tuple[Gesture, ...]:
    items, table = say("In a list"), say("On a table or chart")
    return (
        Gesture("item", items, say("Enter"), say("Begins the next item")),
        Gesture("deeper", items, say("Tab"), say("Puts the item a level deeper")),
        Gesture("higher", items, say("Shift+Tab"), say("Puts it a level up")),
        Gesture("list-end", say("In an empty item"), say("Enter"), say("Ends the list")),
        Gesture(
            "list-back",
            say("At the start of an item"),
            say("Backspace"),
            say("Makes it a paragraph, or puts it a level up"),
        ),
        Gesture(
            "caption",
            say("In the title of a table or chart"),
            say("Tab"),
            say("Goes to the table or chart"),
        ),
        Gesture("open-table", table, say("Enter, or Tab"), say("Opens it to be changed")),
        Gesture("delete-table", table, say("Delete"), say("Takes it out of the report")),
    )


def _around_the_text() -> tuple[Gesture, ...]:
    outline, find = say("In the outline"), say("While finding words")
    return (
        Gesture("outline-enter", outline, say("Enter"), say("Goes to the text of the section")),
        Gesture("outline-rename", outline, say("F2"), say("Renames the section")),
        Gesture(
            "outline-move", outline, say("Alt+Up, Alt+Down"), say("Moves the section up or down")
        ),
        Gesture("outline-delete", outline, say("Delete"), say("Takes the section out")),
        Gesture("find-next", find, say("Enter"), say("Goes to the next place")),
        Gesture("find-back", find, say("Shift+Enter"), say("Goes to the place before")),
        Gesture("find-close", find, say("Esc"), say("Goes back to the text")),
    )
