"""The figures of a made-up year, as accepted returns hold them, for the checks of wording."""

from oscb_desktop.report.content.figures import Column, FigureSet
from oscb_desktop.report.language.quantities import NumberIndex
from tests.report.samples import ORIGIN

_INDICATORS = [
    # label, unit, numerator, denominator, value, target, previous, neighbours, England
    ("Contacts to the multi-agency safeguarding hub", "number",
     None, None, 21480, 21000, 20955, None, None),
    ("Referrals to children's social care", "number", None, None, 6512, 6400, 6688, None, None),
    ("Re-referrals within 12 months", "%", 1302, 6512, 20, 20, 22.4, 21, 22.5),
    ("Assessments completed within 45 working days", "%", 4617, 5432, 85, 88, 82.3, 84, 83.7),
    ("Section 47 enquiries", "per 10,000", 2065, 149000, 138.6, 140, 145.1, 150.2, 185.8),
    ("Initial conferences within 15 working days", "%", 583, 720, 81, 85, 78.4, 79, 77.8),
    ("Child protection plans at year end", "per 10,000", 566, 149000, 38, 38, 39.8, 38.4, 41.6),
    ("Second or later child protection plan", "%", 146, 608, 24, 22, 23.1, 23.5, 24.7),
    ("Children we care for", "per 10,000", 836, 149000, 56.1, 55, 57.4, 60.3, 70.2),
    ("Return interviews held within 72 hours", "%", 612, 900, 68, 80, 71.5, None, None),
    ("Early help assessments", "number", None, None, 4310, 4000, 3745, None, None),
    ("Children electively home educated", "number", None, None, 1186, None, 1042, None, None),
    ("Training places taken up", "%", 9840, 10930, 90, 90, 87.4, None, None),
]  # fmt: skip
_CONTRIBUTIONS = [
    ("Oxfordshire County Council", 178500, 183850, 183850),
    ("Thames Valley Police", 88500, 91150, 91150),
    ("Cherwell District Council", 7000, 7000, 7000),
    ("Training income", 3150, 3000, 4750),
]
_SPENDING = [
    ("Business unit staff", 248600, 243915.4, -4684.6),
    ("Independent scrutineer", 32000, 31250, -750),
    ("Multi-agency training", 46500, 48120.75, 1620.75),
    ("Child safeguarding practice reviews", 48000, 52340, 4340),
    ("Information technology and website", 13500, 12980, -520),
    ("Communications and printing", 6000, 4815.5, -1184.5),
    ("Translation and interpreting", 3500, 2960.25, -539.75),
]
_RESERVES = [("Opening reserve", 64200), ("Closing reserve", 67252.9)]


def figure_sets() -> list[FigureSet]:
    """Return the year's indicators, contributions, spending and reserves."""
    units = [row[1] for row in _INDICATORS]
    return [
        _set(
            "indicators", [(row[0], *row[2:]) for row in _INDICATORS],
            ["numerator", "denominator", "value", "target", "previous", "neighbours", "england"],
            {"value": units, "target": units, "previous": units, "neighbours": units,
             "england": units},
        ),
        _set("contributions", _CONTRIBUTIONS, ["prior_year", "agreed", "received"], {}, "£",
             {"agreed": "412300", "received": "412300"}),
        _set("expenditure", _SPENDING, ["budget", "actual", "variance"], {}, "£",
             {"actual": "409247.1"}),
        _set("reserves", _RESERVES, ["amount"], {}, "£"),
    ]  # fmt: skip


def number_index() -> NumberIndex:
    """Return the year's figures as the check of typed numbers wants them."""
    return NumberIndex(figure_sets(), "2025-26")


def _set(
    name: str,
    rows: list[tuple],
    columns: list[str],
    units: dict[str, list[str]],
    unit: str = "number",
    totals: dict[str, str] | None = None,
) -> FigureSet:
    return FigureSet(
        id=name,
        kind=name,
        table=name,
        title=name.capitalize(),
        period="2025-26",
        origin=ORIGIN,
        keys=[f"row{at}" for at in range(len(rows))],
        labels=[row[0] for row in rows],
        rows=list(range(5, 5 + len(rows))),
        columns=[
            Column(
                name=column,
                label=column.capitalize(),
                unit=unit,
                units=units.get(column),
                letter="B",
                values=[None if row[at] is None else float(row[at]) for row in rows],
                total=(totals or {}).get(column),
            )
            for at, column in enumerate(columns, start=1)
        ],
    )
