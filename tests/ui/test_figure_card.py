"""A figure's card tells what was typed over its cell."""

from datetime import UTC, datetime
from decimal import Decimal

from pytestqt.qtbot import QtBot

from oscb_desktop.operations.taking_in.provenance import FigureCard
from oscb_desktop.report.content.figures import Correction, Figure, Provenance
from oscb_desktop.ui.figures.card import CardView

WHEN = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def _card(correction: Correction | None) -> FigureCard:
    origin = Provenance(file="b.xlsx", sha256="0" * 64, sheet="S", cell="C2", imported_by="clerk",
                        imported_at=WHEN)  # fmt: skip
    figure = Figure(key="a.b.c", label="B: C", value=Decimal(900), unit="£", period="2025-26",
                    origin=origin, correction=correction)  # fmt: skip
    return FigureCard(figure, "£900", (), ())


def test_a_correction_stands_on_the_card(qtbot: QtBot) -> None:
    view = CardView()
    qtbot.addWidget(view)
    held = Correction(old="90", new="900", by="clerk", at=WHEN, why="Told by telephone")
    said = dict(view._facts(_card(held)))["Corrected"]
    assert said == "from 90 to 900 by clerk on 4 May 2026: Told by telephone"
    assert dict(view._facts(_card(None)))["Corrected"] == ""
