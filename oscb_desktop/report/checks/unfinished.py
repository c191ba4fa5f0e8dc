"""What stands for something still to come: XX, TBC, a form's prompt, a broken reference, filler."""

import re
from collections.abc import Iterator

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.base.remembering import by_identity
from oscb_desktop.report.checks import texts
from oscb_desktop.report.content.blocks import Block
from oscb_desktop.report.content.comments import Whereabouts
from oscb_desktop.report.content.document import Report

# Every repetition is bounded, so that the time grows with the text and no faster.
_ANY_CASE = (
    # Word: the prompts of content controls, and what a field shows whose target is gone.
    r"click (?:or tap )?(?:here |on this )?to (?:enter|add|insert|type)\b[^.\n]{0,30}",
    r"(?:click|tap) (?:or tap )?here to\b[^.\n]{0,30}",
    r"(?:choose|select) an item\b",
    r"\b(?:enter|type|insert|add) (?!(?:the|your|his|her) )(?:\w{1,12} ){0,3}here\b",
    r"error! ?(?:reference source|bookmark|no text|no table|no index|not a valid|unknown|"
    r"hyperlink|main document|digit|use the|no sequence|filename)[^.\n]{0,40}",
    r"#(?:ref!|n/a|value!|name\?|div/0!|num!|null!)",
    r"\blorem ipsum\b[^.\n]{0,20}|\bdolor sit amet\b|\bblah(?: blah){1,4}\b",
    # A bracket in which somebody is told what to write.
    r"[\[<{](?:please )?(?:insert|add|enter|type|fill|complete|update|check|confirm|delete|name|"
    r"number|figure|date|amount|total|to follow|to come|to do|todo|placeholder|drafting note|"
    r"note to|to be)\b[^\]>}\n]{0,80}[\]>}]",
    r"\((?:figures?|numbers?|names?|dates?|details?|text|wording|data)? ?to (?:follow|come|be "
    r"(?:added|confirmed|inserted|supplied|provided|completed))\)",
    r"\bto be (?:confirmed|inserted|advised|filled in)(?=\s{0,2}(?:[.;,)\]]|$))",
    r"\b(?:placeholder|dummy|filler|sample) (?:text|paragraph|figure|number|image)s?\b",
    r"\b(?:text|figures?|wording|details?|numbers?|data) (?:is |are )?to (?:follow|come)"
    r"(?=\W{0,2}$|[.;)\]])",
    r"^\W{0,3}(?:to follow|to come|to be (?:added|completed|supplied|provided|written))\W{0,3}$",
    r"\[\s{0,10}\]|\[ ?(?:_{2,20}|-{2,9}|•|●|\?{1,5}) ?\]",
    r"\{[a-z]{2,15}(?:_[a-z]{1,15}){0,3}\}",  # a template's blank
)
_AS_WRITTEN = (
    r"(?<![\w.])[£$€]?X{2,8}(?:[,./-]X{1,4}){0,4}[%km]?(?!\w)",
    r"(?<![\w.])[Xx](?:,[Xx]{3}){1,3}(?!\w)",
    r"[£$€] ?[XxNn]{1,6}(?:[,.][XxNn]{1,4}){0,4}(?:[km]|bn)?(?!\w)",
    r"(?<!\w)x{2,8}(?=%| [a-z])|^\W{0,3}x{2,8}\W{0,3}$|(?<!\w)[XxN]{1,3}%",
    r"\b(?:19|20)(?:\d?X|XX)\b",
    r"\b(?:TBC|TBA|TBD|TBF|T\.B\.C\.?|T\.B\.A\.?|TODO|TO DO|FIXME|TKTK)(?!\w)|\btb[cd]\b|\bTbc\b",
    r"\?{3,9}|(?<=[£$€])\?{1,9}|(?<!\w)#{2,8}",
    r"_{4,60}",
    r"\bD{1,2}[/.-]M{1,2}[/.-]Y{2,4}\b|\bdd[/.-]mm[/.-]yy(?:yy)?\b",
)
_ROMAN = re.compile(r"XX{1,2}")
_MARK = re.compile(
    "(?:" + "|".join(f"(?i:{part})" for part in _ANY_CASE) + "|" + "|".join(_AS_WRITTEN) + ")",
    re.MULTILINE,
)
_NUMERAL_BEFORE = re.compile(
    r"\b(?:part|chapter|schedule|annex|appendix|volume|article|title|table|figure|book|no\.?|"
    r"century|league|louis|pope|john|benedict|olympiad)\s{1,2}$",
    re.IGNORECASE,
)
_NUMERAL_BEHIND = re.compile(r"(?:st|nd|rd|th| century| olympiad)\b", re.IGNORECASE)


def check_unfinished(report: Report) -> Iterator[Problem]:
    """Yield each mark of something unfinished, in reading order."""
    for words in texts.around_blocks(report):
        for mark in _marks(words.texts):
            yield problem("unfinished-text", words.place, found=mark, where=words.where)
    whereabouts = Whereabouts(report)
    for section in report.sections:
        for block in section.blocks:
            for mark in in_block(block):
                place = Place(section=section.title, block=block.id)
                where = whereabouts.words(block.id)
                yield problem("unfinished-text", place, found=mark, where=where)


@by_identity(8_192)
def in_block(block: Block) -> tuple[str, ...]:
    """Return the marks of something unfinished in a block's words, each once."""
    return _marks(texts.of_block(block))


def _marks(held: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            match[0].strip()
            for text in held
            for match in _MARK.finditer(text)
            if not _is_numeral(match, text)
        )
    )


def _is_numeral(match: re.Match[str], text: str) -> bool:
    """Whether XX or XXX is twenty or thirty: "Part XX", "the XXth report"."""
    if _ROMAN.fullmatch(match[0]) is None:
        return False
    before = text[max(0, match.start() - 20) : match.start()]
    return bool(_NUMERAL_BEFORE.search(before) or _NUMERAL_BEHIND.match(text, match.end()))
