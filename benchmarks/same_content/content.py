"""What is printed: numbered paragraphs, headings, links, a table and a chart, as plain JSON.

Every way of making the PDF starts from this. Typst and WeasyPrint get it already written in
their own languages, which is not counted.
"""

from html import escape
from pathlib import Path
from typing import Any

Content = dict[str, Any]

TITLE = "Safeguarding Children Board: annual report 2025/26"
MEETING = "Performance Scrutiny Committee – 10 September 2026"
CAPTION = "Table 1: Evidence"
CHART_CAPTION = "Chart 1: Budget and actual spending"
CHART_ALT = "Bar chart of the budget and the actual spending on three lines."
_SENTENCES = (
    "The Board met four times in the year and agreed its priorities for improvement with all "
    "three safeguarding partners. ",
    "Attendance was good, and the independent scrutineer reported that partners challenge each "
    "other openly. ",
    "Multi-agency audits looked at 48 children’s records and found that early help assessments "
    "were timely in most districts. ",
    "Where practice fell short, an action was agreed with an owner and a date, and the Board "
    "will test whether it made a difference. ",
    "Children and families told the Board what helped them, and the training programme was "
    "changed to reflect that. ",
)
_TYPST = Path(__file__).with_name("report.typ")
_STYLE = Path(__file__).with_name("report.css")


def write_content(paragraphs: int) -> Content:
    """Return a report of so many numbered paragraphs, and twice as many rows in its table."""
    sections: list[Content] = []
    for number in range(1, paragraphs + 1):
        if number % 20 == 1:
            sections.append({"title": f"Section {len(sections) + 1}", "paragraphs": []})
        words = "".join(_SENTENCES[(number + at) % 5] for at in range(2 + number % 3))
        made: Content = {"number": number, "text": f"Paragraph {number}. {words}", "link": None}
        if number % 25 == 3:
            made["link"] = ["The published evidence", f"https://www.example.org/{number}"]
        sections[-1]["paragraphs"].append(made)
    rows = [
        [f"R{at}", f"Witness {at}", f"{at * 17:,}", "1 May 2026"] for at in range(2 * paragraphs)
    ]
    return {
        "sections": sections,
        "headings": ["Reference", "Who gave evidence", "Amount", "Date"],
        "rows": rows,
        "chart": {
            "categories": ["Staff", "Training", "Reviews"],
            "series": {"Budget": [248500, 56000, 60000], "Actual": [241120, 61340, 68900]},
        },
    }


def write_typst(content: Content) -> str:
    """Return the report in Typst's own markup: its elements, no functions of ours in a loop."""
    out = [_TYPST.read_text(encoding="utf-8")]
    for section in content["sections"]:
        out.append(f"\n== {section['title']}\n")
        for paragraph in section["paragraphs"]:
            out.append(f"{paragraph['number']}. {_markup(paragraph['text'])}")
            if paragraph["link"]:
                words, url = paragraph["link"]
                out[-1] += f'#link("{url}")[{_markup(words)}].'
    heads = ", ".join(f"[{_markup(text)}]" for text in content["headings"])
    cells = "\n".join(
        ", ".join(f"[{_markup(text)}]" for text in row) + "," for row in content["rows"]
    )
    out.append(f"\n== Annex\n\n#evidence([{CAPTION}], table.header({heads}),\n{cells})\n")
    longest = _longest(content)
    bars = []
    for at, category in enumerate(content["chart"]["categories"]):
        for colour, values in zip(("a", "b"), content["chart"]["series"].values(), strict=True):
            bars.append(
                f"bar([{category}], {values[at] / longest:.4f}, {colour}, [£{values[at]:,}])"
            )
    out.append(f'#chart([{CHART_CAPTION}], "{CHART_ALT}", {", ".join(bars)})\n')
    return "\n".join(out)


def write_html(content: Content, fonts: Path) -> str:
    """Return the report as a page of HTML, the chart an inline SVG."""
    out = [
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f"<style>{_STYLE.read_text(encoding='utf-8').replace('FONTS', fonts.as_uri())}</style>"
        f"</head><body><p>{MEETING}</p><h1>{TITLE}</h1>"
    ]
    for section in content["sections"]:
        first = section["paragraphs"][0]["number"]
        out.append(f'<h2>{escape(section["title"])}</h2><ol start="{first}">')
        for paragraph in section["paragraphs"]:
            words = escape(paragraph["text"])
            if paragraph["link"]:
                words += '<a href="{1}">{0}</a>.'.format(*paragraph["link"])
            out.append(f"<li>{words}</li>")
        out.append("</ol>")
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in content["headings"])
    out.append(f"<h2>Annex</h2><table><caption>{CAPTION}</caption><thead><tr>{heads}</tr></thead>")
    for row in content["rows"]:
        out.append("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>")
    out.append(f'</table><figure><img alt="{CHART_ALT}" src="data:image/svg+xml,')
    out.append(_svg(content).replace("#", "%23").replace('"', "'"))
    out.append(f'"><figcaption>{CHART_CAPTION}</figcaption></figure></body></html>')
    return "".join(out)


def _svg(content: Content) -> str:
    chart, longest, parts, y = content["chart"], _longest(content), [], 10
    for at, category in enumerate(chart["categories"]):
        parts.append(f'<text x="0" y="{y + 16}" font-size="10">{category}</text>')
        for colour, values in zip(("#0b4a5e", "#c9852a"), chart["series"].values(), strict=True):
            width = 250 * values[at] / longest
            parts.append(f'<rect x="80" y="{y}" width="{width:.1f}" height="11" fill="{colour}"/>')
            label = f"£{values[at]:,}"
            parts.append(f'<text x="{84 + width:.1f}" y="{y + 9}" font-size="10">{label}</text>')
            y += 13
        y += 9
    size = f'width="430" height="{y}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def _longest(content: Content) -> float:
    return float(max(max(values) for values in content["chart"]["series"].values()))


def _markup(text: str) -> str:
    return "".join("\\" + char if char in "\\#*_`$<>@[]=~/" else char for char in text)
