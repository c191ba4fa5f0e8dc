"""The command for the report's own words: those that count as spelt correctly in it."""

import argparse

from oscb_desktop.cli import telling
from oscb_desktop.operations.file.files import open_report


def words(parsed: argparse.Namespace) -> int:
    """List the report's own words, after adding and taking out what was asked."""
    from oscb_desktop.editing.annotating import ForgetWord, LearnWord
    from oscb_desktop.operations.file.changing import edit

    asked = parsed.add or parsed.remove
    with open_report(parsed.file, read_only=not asked) as opened:
        for word in parsed.add:
            edit(opened, LearnWord(word))
        for word in parsed.remove:
            edit(opened, ForgetWord(word))
        known = opened.file.report.annotations.words
    for word in known:
        telling.tell(word)
    if not known:
        telling.tell("The report has no words of its own.")
    return 0
