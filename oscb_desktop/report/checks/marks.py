"""The marks of something unfinished in a text: each kind, with what a text must hold to have it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Every repetition is bounded, so that the time grows with the text and no faster.
_DONE = (
    "confirmed|added|inserted|supplied|provided|completed|updated|written|drafted|advised|"
    "finalised|checked|filled in"
)
_DO = (
    "check|update|confirm|add|complete|provide|supply|send|write|advise|review|insert|fill|amend|"
    "revise|draft|expand|follow|verify|finish|rewrite|reword|redraft"
)
_PIECES = (
    "texts?|figures?|narrative|details?|numbers?|data|report|appendix|annex|more|wording|"
    "commentary|summary|tables?|charts?|sections?|paragraphs?|updates?|names?|dates?|totals?|"
    "amounts?|content|analysis|graph|quote|venue|costs?"
)
_NO_NAME = (
    "(?:How|What|Where|When|Who|Whom|Which|Ready|Time|Need|Try|Want|Due|Able|Used|Asked|Help|Here|"
    "Things?|Ways?|Steps?|Places?|Reasons?|People|Nothing|Something|Anything|Agreed|Plans?) "
)
_COUNTED = "children|young|people|cases|audits|families|visits|referrals"
_END = r"\W{0,3}$"


class _Kind(NamedTuple):
    """A kind of mark; ``signs`` are in small letters, and a text without any of them has none."""

    signs: tuple[str, ...]
    pattern: re.Pattern[str]


def _any_case(signs: str, *patterns: str) -> _Kind:
    return _Kind(tuple(signs.split("|")), re.compile("|".join(patterns), re.M | re.I))


def _as_written(signs: str, *patterns: str) -> _Kind:
    return _Kind(tuple(signs.split("|")), re.compile("|".join(patterns), re.M))


_KINDS = (
    # Word: the prompts of content controls, and what a field shows whose target is gone.
    _any_case(
        "click|tap ",
        r"click (?:or tap )?(?:here |on this )?to (?:enter|add|insert|type)\b[^.\n]{0,30}",
        r"(?:click|tap) (?:or tap )?here to\b[^.\n]{0,30}",
    ),
    _any_case(
        "an item|a date|a building block",
        r"(?:choose|select) an item\b",
        r"\b(?:choose|select|enter|pick) a (?:date|building block)(?=\W{0,2}$)",
    ),
    _any_case(
        " here",
        r"\b(?:enter|type|insert|add) (?!(?:the|your|his|her|their) )(?:\w{1,12} ){0,3}here\b",
        r"^\W{0,3}(?:type |enter |add )?(?:your )?text here\b",
    ),
    _any_case(
        "error!",
        r"error! ?(?:reference source|bookmark|no text|no table|no index|not a valid|unknown|"
        r"hyperlink|main document|digit|use the|no sequence|filename)[^.\n]{0,40}",
    ),
    _any_case("#", r"#(?:ref!|n/a|value!|name\?|div/0!|num!|null!)|(?<!\w)#{2,8}"),
    _any_case(
        "lorem|dolor sit|consectetur|blah blah",
        r"\b(?:lorem ipsum|consectetur adipiscing)\b[^.\n]{0,20}|\bdolor sit amet\b",
        r"\bblah(?: blah){1,4}\b",
    ),
    _any_case(
        "placeholder|dummy|filler|sample|text text|word word|words words",
        r"\b(?:placeholder|dummy|filler|sample) (?:text|paragraph|figure|number|image)s?\b"
        r"(?! messages?\b)",
        r"\b(text|words?|xyz)(?: \1){2,4}\b",
    ),
    _any_case(
        "delete ",
        r"\bdelete (?:as|if|where|when) (?:appropriate|applicable|necessary|not applicable)\b",
    ),
    # A bracket in which somebody is told or asked what to write, or that says what is to come.
    _any_case(
        "[|<|{",
        r"[\[<{](?:please )?(?:insert|add|enter|type|fill|complete|update|check|confirm|delete|"
        r"name|number|figure|date|amount|total|to follow|to come|to do|todo|placeholder|"
        r"drafting note|note to|to be)\b[^\]>}\n]{0,80}[\]>}]",
        r"\[\s{0,10}\]|\[ ?(?:_{2,20}|-{2,9}|•|●|\?{1,5}|(?:£|€|\$){1,3}) ?\]",
        r"\[ ?(?:\.{2,6}|…{1,3}) ?\](?=\W{0,3}$)|^\W{0,3}\[(?:\.{3}|…)\]",
        r"\[(?:citation|reference|source|figures?|data|date|name|number|updated?)[^\]\n]{0,30} ?"
        r"(?:needed|required|missing|wanted|awaited|pending)\]",
        r"\[(?:awaiting|pending|awaited)\b[^\]\n]{0,60}\]",
        rf"\[(?:{_PIECES}) (?:is |are )?(?:awaited|pending|outstanding|missing)\]",
        r"\[(?:chart|table|graph|image|picture|photo|logo|map|figure|diagram|blank|source|text|"
        r"placeholder|object object|quote|link|signature)(?: (?:here|\d{1,2}))?\]",
        r"\[[\w .'’-]{1,40}[:,]? (?:(?:please|pls) |(?:is |are )?to (?!the\b))"
        rf"(?:{_DO})\b[^\]\n]{{0,60}}\]",
        r"\[(?:ref|title|subtitle|foot ?note|cross-?reference|select [a-z ]{1,20})\]",
        r"\[nb\b[^\]\n]{0,80}\]|\[[^\]\n]{1,60}\?{1,3}\]",
        r"<%=? ?[\w.]{1,40} ?%>|\{\d\}",
        # a template's blanks: {{ name }}, <<Name>>
        r"\{\{ ?[a-z][\w. ]{0,40}\}\}|\{[a-z]{2,15}(?:_[a-z]{1,15}){0,3}\}",
        r"<{1,2}(?:\w{0,20}_?name|number|date|figure|address|tb[acd])>{1,2}",
    ),
    _any_case("%(|%s|%d", r"%\([a-z_]{1,30}\)[sd]\b|(?<![\w%])%[sd](?!\w)"),
    _any_case("&", r"&(?:nbsp|amp|lt|gt|quot|#\d{2,5});"),
    _any_case("=", r"^=[A-Z]{2,12}\([^\n]{0,40}"),
    _any_case("**", rf"\*{{2,5}} ?(?:{_DO}|tbc|to ?do|note|delete)\b[^*\n]{{0,40}}\*{{2,5}}"),
    _any_case(
        "needed|required|missing|needs more",
        r"\((?:ref|reference|source|citation|figures?|data|quote) (?:needed|required|missing)\)",
        r"^\W{0,3}(?:narrative|text|wording|commentary|content|quote|more \w{1,20}) "
        rf"(?:is )?(?:needed|required|missing)(?: (?:from|on|by|here)\b[^.\n]{{0,30}})?{_END}",
        rf"^\W{{0,3}}needs more \w{{1,20}}{_END}",
    ),
    _any_case(
        "work in progress|draft",
        rf"^\W{{0,3}}work in progress(?: ?[-–—:,(][^.\n]{{0,40}})?{_END}",
        r"^\W{0,3}(?:(?:final|first|second|third|working|latest|early) )?draft"
        r"(?: (?:version )?v?\.?\d{1,2}(?:\.\d{1,2})?|\W{1,4}(?:not for publication|"
        rf"do not (?:circulate|share|publish)|for (?:comment|discussion)|confidential)){_END}",
    ),
    _any_case(
        " here",
        rf"^\W{{0,3}}(?:some )?(?:{_PIECES}|para|picture|image|photo|map|logo) "
        rf"(?:to go |goes )?here{_END}",
    ),
    _any_case("«", r"«\w[\w ]{0,40}»"),
    _any_case(
        "to |(insert|?",
        rf"\((?:{_PIECES})? ?to (?:follow|come|be (?:{_DONE}))\)|\(insert\b[^)\n]{{0,60}}\)",
        r"[\[(](?:who|when|where|what|date|name|source|ref|reference|figure|number|check|year|"
        r"title|which|how many)(?: \w{1,12})? ?\?{1,3}[\])]",
    ),
    # A note of the writer to somebody, or to nobody in particular.
    _any_case(
        "dn|note|comment to",
        r"(?:^|[\[({]|[.;:] )(?:dn|drafting note|note to (?:self|editor|author|drafter)|"
        r"(?:author|editor|drafter)['’]?s? note|comment to self) ?[:–—-][^\]\n]{0,60}",
    ),
    _any_case(
        "to check|to confirm|to update|to rewrite|to redraft",
        rf"^\W{{0,3}}(?:nb[:,]? )?(?!{_NO_NAME})(?:[a-z]{{1,15}} )?to "
        r"(?:check|confirm|update|rewrite|redraft)\b"
        rf"(?: (?:this|these|with|the|figures?)\b[^.\n]{{0,40}})?{_END}",
        r"^\W{0,3}n/a\W{1,4}to (?:check|confirm|update)\b",
    ),
    _any_case(": check|:check", rf": ?check{_END}"),
    _any_case("nb", rf"^\W{{0,3}}nb[:,.]? ?(?:please )?(?:{_DO})\b[^.\n]{{0,40}}{_END}"),
    _any_case("text", rf"^\W{{0,3}}(?:enter|type|add|insert) (?:some )?text{_END}"),
    # What the text says is still to be done to it.
    _any_case(
        "to be ",
        rf"\b(?:{_PIECES}) (?:(?:is|are|still|remains?) ){{0,2}}to be (?:{_DONE}|agreed with)\b"
        r"(?! (?:by the|each|every|under)\b)",
        r"\bto be (?:confirmed|inserted|advised|filled in)(?=\s{0,2}(?:[.;,)\]]|$))",
        r"\bto be (?:confirmed|inserted|advised|updated|completed) by (?:finance|health)\b",
        rf"^\W{{0,3}}(?:n/a )?to be (?:{_DONE}|agreed|revised)\b[^.\n]{{0,50}}{_END}",
    ),
    _any_case(
        "to follow|to come",
        rf"\b(?:{_PIECES}) (?:is |are )?to (?:come|follow(?: from (?:the )?\w{{1,20}})?)"
        r"(?: (?:by|in|once|when|after|on|shortly|later)\b[^.\n]{0,30})?(?=\W{0,2}$|[.;)\]])",
        rf"^\W{{0,3}}to (?:follow|come){_END}",
    ),
    _any_case("awaited", rf"^\W{{0,3}}(?:{_PIECES}) (?:is |are )?(?:still )?awaited{_END}"),
    # "£000" alone heads a column in thousands.
    _as_written("£000", r"\b(?:spent|cost|paid|gave|of|was|is|by) £000(?![\w,])"),
    _as_written(
        " to ",
        rf"^\W{{0,3}}(?!{_NO_NAME})(?:[A-Z][a-z]{{1,15}}|[A-Z]{{2,3}}) to (?:{_DO})"
        rf"(?: (?:this|text|here)(?: (?:section|paragraph|bit|part|table))?)?{_END}",
        r"\b(?:from|between) [XY] (?:to|and) [XY]\b",
    ),
    _as_written("draft|check", rf"^\W{{0,3}}(?:DRAFT|CHECK){_END}"),
    _as_written("dn ", r"^\W{0,3}DN (?=(?:check|confirm|update|add|ask|insert|see|to)\b)"),
    _any_case(
        "awaiting|pending|updating|checking|rewriting|completing|not yet|update|check",
        r"^\W{0,3}(?:still )?(?:awaiting|pending) (?:data|figures?|numbers?|text|narrative|"
        r"information|details?|input|return|confirmation|update)s?\b[^.\n]{0,40}",
        r"^\W{0,3}(?:needs? (?:updating|checking|rewriting|completing)|not yet available|pending|"
        rf"update (?:this|figures?)|check (?:this|figures?)|check!)(?!\w)[^.\n]{{0,25}}{_END}",
    ),
    _any_case(
        "t.b.|tba|todo|to do:|to-do:",
        r"(?<!\w)t\.b\.[acd]\b\.?|(?:\b(?:is|are|was)|[:–-]) {0,2}tba\b",
        r"^\W{0,3}tba\W{0,3}$|\(tba\)",
        r"@todo\b|\bto[ -]do:",
    ),
    _any_case(
        "placeholder|fixme|asdf|undefined|nan|xyz|test|tk",
        r"^\W{0,3}(?:placeholder|fixme|asdf\w{0,6}|undefined|nan|xyz|test|n?tk)\W{0,3}$",
    ),
    _any_case(
        "?| x",
        r"\b(?:see|in|at|from|of|and) (?:section|paragraph|appendix|annex|table|figure|page|"
        r"chapter) (?:\?|x{1,3}\b)",
    ),
    _any_case("?| x", r"^\W{0,3}(?:table|figure|page|appendix) (?:\?|x{1,3}\b)"),
    _any_case(
        "month yyyy|xx|nn|20__|00/|00.|00-|0000|20**|20??|month year|month and",
        r"(?<!\w)[xn]{2}[/.-][xn]{2}[/.-](?:[xn]{2,4}|(?:20)?\d\d)\b",
        r"\bdd? month yyyy\b|(?<!\d)20_{2}(?!_)",
        rf"^\W{{0,3}}0{{4,6}}{_END}",
        r"(?<![\w/])(?:00[/.-]00[/.-](?:00){1,2}|0000-00-00)(?![\w/])",
        r"(?<!\w)20(?:x{2}|\*{2}|\?{2})(?!\w)",
        rf"^\W{{0,3}}month (?:and )?year{_END}",
    ),
    # In capitals, or as written.
    _as_written("%|$", r"%[A-Z][A-Z_]{2,20}%|\$[A-Z][A-Z_]{2,20}\$"),
    _as_written(
        "placeholder|insert |update |check |add ",
        r"\b(?:PLACEHOLDER|(?:INSERT|UPDATE|CHECK|ADD) (?:[A-Z]{2,15} ){0,3}[A-Z]{3,15})\b",
    ),
    _as_written(
        "£|$|€",
        r"[£$€](?<![\w.].)(?: ?0,000(?![\w,])|X{2,8}(?:[,./-]X{1,4}){0,4}[%km]?(?!\w))",
        r"[£$€](?: ?[XxNn]{1,6}(?:[,.][XxNn]{1,4}){0,4}(?:[km]|bn)?(?!\w)|(?= ?\.(?:\s|$)))",
    ),
    _as_written("nn ", r"(?<!\w)(?:NN|nn) (?=[a-z])"),
    _as_written(
        "x |n ",
        rf"^[XN] (?=(?:{_COUNTED}|of|were)\b)|(?<![\w.])[XxNn] per ?cent\b",
        rf"\b(?:were|was|of|by|to|for|from|had|with|seen) [XN] (?=(?:{_COUNTED})\b)",
    ),
    _as_written(
        "xx|x,x|x%|n%|0x|1x|2x|[x]|?%|0 ",
        rf"(?<=[a-z£] )\[X\](?= (?:{_COUNTED}|[a-z]{{3,20}}s)\b)|(?<![\w?])\?%",
        rf"(?<![\d,.£])(?:0,0|0)00(?= (?:{_COUNTED})\b)",
        r"(?<![\w.])X{2,8}(?:[,./-]X{1,4}){0,4}[%km]?(?!\w)",
        r"(?<![\w.])[Xx](?:,[Xx]{3}){1,3}(?!\w)",
        r"(?<!\w)x{2,8}(?=%| [a-z])|^\W{0,3}x{2,8}\W{0,3}$|(?<!\w)[XxN]{1,3}%|\bXxxx?\b",
        r"\b(?:was|were|is|are|of|to|by|at|than|from|about|over|under|some) x{2,8}(?=[,.;:)])",
        r"\b(?:19|20)(?:\d?X|XX)\b",
    ),
    _as_written(
        "tb|t.b.|todo|to do|fixme|tktk",
        r"\b(?:TBC|TBA|TBD|TBF|T\.B\.C\.?|T\.B\.A\.?|TODO|TO DO|FIXME|TKTK)(?!\w)",
        r"\btb[cd]\b|\bTbc\b",
    ),
    _as_written("?", r"\?{3,9}|(?<![^\s(])\?{2}(?!\?)|(?<=[£$€])\?{1,9}"),
    _as_written("....|…", r"(?<![.\w])(?:\.{5,30}|…{2,9})(?=\s|$)"),
    _as_written("__", r"(?<![\w/])_{3,60}|_{5,60}|(?<= )__(?=[%,.;]| [a-z])"),
    _as_written(
        "d/|d.|d-", r"\bD{1,2}[/.-]M{1,2}[/.-]Y{2,4}\b|\bdd[/.-]mm[/.-]yy(?:yy)?\b"
    ),
)  # fmt: skip
_ROMAN = re.compile(r"XX{1,2}")
_NUMERAL_BEFORE = re.compile(
    r"\b(?:part|chapter|schedule|annex|appendix|volume|article|title|table|figure|book|no\.?|"
    r"century|league|bowl|louis|pope|john|benedict|olympiad)\s{1,2}$",
    re.IGNORECASE,
)
_NUMERAL_BEHIND = re.compile(
    r"(?:st|nd|rd|th| century| olympiad| (?:and|or) XY| chromosomes?)\b", re.IGNORECASE
)


def find(text: str) -> Iterator[str]:
    """Yield the marks in a text, in the order in which they stand, none within another."""
    small = text.casefold()
    every = sorted(
        (match.start(), -match.end(), match[0])
        for kind in _KINDS
        if any(sign in small for sign in kind.signs)
        for match in kind.pattern.finditer(text)
        if not _is_numeral(match, text)
    )
    ends = 0
    for start, end, words in every:
        if start >= ends:
            ends = -end
            yield words.strip()


def _is_numeral(match: re.Match[str], text: str) -> bool:
    """Whether XX or XXX is twenty or thirty: "Part XX", "the XXth report"."""
    if _ROMAN.fullmatch(match[0]) is None:
        return False
    before = text[max(0, match.start() - 20) : match.start()]
    return bool(_NUMERAL_BEFORE.search(before) or _NUMERAL_BEHIND.match(text, match.end()))
