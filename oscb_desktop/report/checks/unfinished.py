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
    r"\b(?:enter|type|insert|add) (?!(?:the|your|his|her|their) )(?:\w{1,12} ){0,3}here\b",
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
    # A bracket that asks, or that says what will stand there.
    r"[\[(](?:who|when|where|what|date|name|source|ref|reference|figure|number|check|year|title|"
    r"which|how many)(?: \w{1,12})? ?\?{1,3}[\])]",
    r"\[(?:citation|reference|source|figures?|data|date|name|number|update[d]?)[^\]\n]{0,30} "
    r"(?:needed|required|missing|wanted|awaited|pending)\]",
    r"\[(?:awaiting|pending|awaited)\b[^\]\n]{0,60}\]",
    r"\[(?:chart|table|graph|image|picture|photo|logo|map|figure|diagram|blank|source|text|"
    r"placeholder|object object|quote|link|signature)(?: (?:here|\d{1,2}))?\]|\[(?:£|€|\$){1,3}\]",
    r"\(insert\b[^)\n]{0,60}\)|\[ ?(?:\.{2,6}|…{1,3}) ?\](?=\W{0,3}$)|^\W{0,3}\[(?:\.{3}|…)\]",
    # A note of the writer to somebody, or to nobody in particular.
    r"(?:^|[\[({]|[.;:] )(?:dn|drafting note|note to (?:self|editor|author|drafter)|author'?s? note|"
    r"editor'?s? note|drafter'?s? note|comment to self) ?[:–—-][^\]\n]{0,60}",
    r"\[[\w .'’-]{1,40}(?::|,)? (?:(?:please|pls) |(?:is |are )?to (?!the\b))(?:check|update|confirm|"
    r"add|complete|provide|supply|send|write|advise|review|insert|fill|amend|revise|draft|expand|"
    r"follow|verify|finish|rewrite|reword|redraft)\b[^\]\n]{0,60}\]",
    r"^\W{0,3}(?:nb[:,]? )?(?:[a-z]+ )?to (?:check|confirm|update|rewrite|redraft)\b"
    r"(?: (?:this|these|with|the|figures?)\b[^.\n]{0,40})?\W{0,3}$",
    # What the text says is still to be done to it.
    r"\b(?:figures?|numbers?|names?|dates?|details?|texts?|wording|data|narrative|paragraphs?|"
    r"sections?|tables?|charts?|totals?|amounts?|commentary|summary|amount|content|analysis|"
    r"appendix|annex|graph|quote|venue|costs?) (?:is |are |still |remains? )?to be "
    r"(?:confirmed|inserted|added|supplied|provided|completed|updated|written|drafted|advised|"
    r"finalised|checked|filled in|agreed with)\b(?! (?:by the|each|every|under)\b)",
    r"\bto be (?:confirmed|inserted|advised|updated|completed) by (?:finance|health)\b",
    r"^\W{0,3}(?:n/a )?to be (?:confirmed|added|inserted|completed|updated|supplied|provided|written|"
    r"drafted|checked|advised|agreed|finalised|revised)\b[^.\n]{0,50}\W{0,3}$",
    r"\b(?:text|figures?|narrative|details?|numbers?|data|report|appendix|annex|more|wording|"
    r"commentary|summary|table|chart|section|paragraph|update) (?:is |are )?to (?:come|follow(?: from)?)"
    r"(?: (?:by|in|once|when|after|on|shortly|later)\b[^.\n]{0,30})?(?=\W{0,2}$|[.;)\]])",
    r"^\W{0,3}(?:still )?(?:awaiting|pending) (?:data|figures?|numbers?|text|narrative|information|"
    r"details?|input|return|confirmation|update)s?\b[^.\n]{0,40}",
    r"^\W{0,3}(?:needs? (?:updating|checking|rewriting|completing)|not yet available|pending|"
    r"update (?:this|figures?)|check (?:this|figures?)|check!)\b[^.\n]{0,25}\W{0,3}$",
    r"(?<!\w)t\.b\.[acd]\b\.?|\b(?:is|are|was|:|-|–) {0,2}tba\b|^\W{0,3}tba\W{0,3}$|\(tba\)|@todo\b|"
    r"\bto[ -]do:",
    r"^\W{0,3}(?:placeholder|fixme|asdf\w{0,6}|undefined|nan|xyz|test|tk|ntk)\W{0,3}$",
    r"\bdelete (?:as|if|where|when) (?:appropriate|applicable|necessary|not applicable)\b",
    r"\b(?:choose|select|enter|pick) a (?:date|building block)(?=\W{0,2}$)|"
    r"^\W{0,3}(?:type |enter |add )?(?:your )?text here\b",
    r"\bconsectetur adipiscing\b[^.\n]{0,20}",
    r"\b(?:see|in|at|from|of|and) (?:section|paragraph|appendix|annex|table|figure|page|chapter) "
    r"(?:\?|x{1,3}\b)|^\W{0,3}(?:table|figure|page|appendix) (?:\?|x{1,3}\b)",
    # The blanks of a template: «FirstName», <<Name>>, {{ name }}, %NAME%, $NAME$
    r"\{\{ ?[a-z][\w. ]{0,40}\}\}|\{[a-z]{2,15}(?:_[a-z]{1,15}){0,3}\}|«\w[\w ]{0,40}»|"
    r"<{1,2}(?:\w{2,20}name|(?:first|last|full|sur)?_?name|number|date|figure|address|tb[acd])>{1,2}",
    r"(?<!\w)[xn]{2}[/.-][xn]{2}[/.-][xn]{2,4}\b|\b(?:dd|d) month yyyy\b|(?<!\d)20_{2}(?!_)",
)
_AS_WRITTEN = (
    r"%[A-Z][A-Z_]{2,20}%|\$[A-Z][A-Z_]{2,20}\$|\bXxxx?\b",
    r"\b(?:PLACEHOLDER|(?:INSERT|UPDATE|CHECK|ADD) (?:[A-Z]{2,15} ){0,3}[A-Z]{3,15})\b",
    r"(?<![\w.])[£$€] ?(?:0,000|000)(?![\w,])|[£$€](?= ?\.(?:\s|$))",
    r"(?<!\w)(?:NN|nn) (?=[a-z])|^X (?=(?:children|young|people|cases|audits|of|were|families)\b)|"
    r"\b(?:were|was|of|by|to|for|from|had|with|seen) X (?=(?:children|young|people|cases|audits|"
    r"families|visits|referrals)\b)",
    r"(?<![\w.])[£$€]?X{2,8}(?:[,./-]X{1,4}){0,4}[%km]?(?!\w)",
    r"(?<![\w.])[Xx](?:,[Xx]{3}){1,3}(?!\w)",
    r"[£$€] ?[XxNn]{1,6}(?:[,.][XxNn]{1,4}){0,4}(?:[km]|bn)?(?!\w)",
    r"(?<!\w)x{2,8}(?=%| [a-z])|^\W{0,3}x{2,8}\W{0,3}$|(?<!\w)[XxN]{1,3}%",
    r"\b(?:19|20)(?:\d?X|XX)\b",
    r"\b(?:TBC|TBA|TBD|TBF|T\.B\.C\.?|T\.B\.A\.?|TODO|TO DO|FIXME|TKTK)(?!\w)|\btb[cd]\b|\bTbc\b",
    r"\?{3,9}|(?<=[\w,] )\?{2}(?!\?)|(?<!\S)\?{2}(?!\?)|(?<![.\w])(?:\.{5,30}|…{2,9})(?=\s|$)|(?<=[£$€])\?{1,9}|(?<!\w)#{2,8}",
    r"(?<![\w/])_{3,60}|_{5,60}",
    r"\bD{1,2}[/.-]M{1,2}[/.-]Y{2,4}\b|\bdd[/.-]mm[/.-]yy(?:yy)?\b",
)
_ROMAN = re.compile(r"XX{1,2}")
_MARK = re.compile(
    "(?:" + "|".join(f"(?i:{part})" for part in _ANY_CASE) + "|" + "|".join(_AS_WRITTEN) + ")",
    re.MULTILINE,
)
_NUMERAL_BEFORE = re.compile(
    r"\b(?:part|chapter|schedule|annex|appendix|volume|article|title|table|figure|book|no\.?|"
    r"century|league|bowl|louis|pope|john|benedict|olympiad)\s{1,2}$",
    re.IGNORECASE,
)
_NUMERAL_BEHIND = re.compile(r"(?:st|nd|rd|th| century| olympiad| chromosomes?)\b", re.IGNORECASE)


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
