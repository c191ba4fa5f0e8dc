r"""Text with light marks ↔ runs: how templates, samples and the command line write a paragraph.

``**bold**``, ``*italic*``, ``{super:2}``, ``{sub:2}``, ``[words](address)``,
``{figure:set.row.column}``, ``{ref:block}``, ``{note:words}``; a backslash before a mark keeps it
as it is.
"""

import re

from oscb_desktop.report.content.blocks import CrossRef, FigureRef, Footnote, Link, Run, Runs, Text

_MARK = re.compile(
    r"""
    \\(?P<plain>[\\*\[\]{}])
  | \*\*(?P<bold>(?:\\.|[^*\\])+)\*\*
  | \*(?P<italic>(?:\\.|[^*\\])+)\*
  | \[(?P<words>(?:\\.|[^\]\\])+)\]\((?P<url>[^()\s]+)\)
  | \{figure:(?P<figure>[^{}\s]+)\}
  | \{ref:(?P<ref>[^{}\s]+)\}
  | \{note:(?P<note>(?:\\.|[^{}\\])+)\}
  | \{(?P<script>super|sub):(?P<off>(?:\\.|[^{}\\])+)\}
    """,
    re.VERBOSE,
)
_ESCAPED = re.compile(r"([\\*\[\]{}])")


def parse(text: str) -> Runs:
    """Return the runs of a marked text. Anything that is not a whole mark is plain text."""
    runs: list[Run] = []
    at = 0
    for found in _MARK.finditer(text):
        _add_plain(runs, text[at : found.start()])
        _add(runs, found)
        at = found.end()
    _add_plain(runs, text[at:])
    return tuple(runs)


def write(runs: Runs) -> str:
    """Return marked text that ``parse`` reads back as the same runs (adjacent alike joined)."""
    return "".join(_written(run) for run in runs)


def plain(runs: Runs) -> str:
    """Return the words alone; figures and references as their marks."""
    return "".join(run.plain if isinstance(run, Text | Link) else _written(run) for run in runs)


def _add(runs: list[Run], found: re.Match[str]) -> None:
    part = found.groupdict()
    if part["plain"]:
        _add_plain(runs, part["plain"])
    elif part["bold"]:
        runs.append(Text(_unescape(part["bold"]), bold=True))
    elif part["italic"]:
        runs.append(Text(_unescape(part["italic"]), italic=True))
    elif part["url"]:
        runs.append(Link(_unescape(part["words"]), part["url"]))
    elif part["figure"]:
        runs.append(FigureRef(part["figure"]))
    elif part["ref"]:
        runs.append(CrossRef(part["ref"]))
    elif part["script"]:
        held = parse(part["off"])
        runs += [
            run.with_look(part["script"], True) if isinstance(run, Text) else run for run in held
        ]
    else:
        runs.append(Footnote(_unescape(part["note"])))


def _add_plain(runs: list[Run], text: str) -> None:
    if not text:
        return
    last = runs[-1] if runs else None
    if isinstance(last, Text) and last.look == Text("").look:
        runs[-1] = Text(last.text + text)
    else:
        runs.append(Text(text))


def _written(run: Run) -> str:
    if isinstance(run, FigureRef):
        return f"{{figure:{run.key}}}"
    if isinstance(run, CrossRef):
        return f"{{ref:{run.block}}}"
    if isinstance(run, Footnote):
        return f"{{note:{_escape(run.text)}}}"
    if isinstance(run, Link):
        return f"[{_escape(run.text)}]({run.url})"
    text = _escape(run.text)
    if run.bold:
        text = f"**{text}**"
    elif run.italic:
        text = f"*{text}*"
    return f"{{{run.script}:{text}}}" if run.script else text


def _escape(text: str) -> str:
    return _ESCAPED.sub(r"\\\1", text)


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
