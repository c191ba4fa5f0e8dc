"""The account of an import in plain values, for who reads it as JSON: doubts and ledgers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oscb_desktop.returns.ledger import Doubt, SheetLedger

Told = Mapping[str, Any]


def doubt_told(doubt: Doubt) -> Told:
    """Return an open question with its answers."""
    answers = [{"value": held.value, "gives": held.gives} for held in doubt.answers]
    return {"code": doubt.code, "sheet": doubt.sheet, "cell": doubt.cell,
            "question": doubt.question, "answers": answers}  # fmt: skip


def sheet_told(held: SheetLedger) -> Told:
    """Return how many of a sheet's cells became what, and what was left out."""
    from oscb_desktop.returns.ledger import Role

    counts = held.counts
    return {
        "sheet": held.sheet, "cells": held.cells, "taken": counts[Role.TAKEN],
        "headings": counts[Role.HEADING], "labels": counts[Role.LABEL],
        "totals": counts[Role.TOTAL], "notes": counts[Role.NOTE],
        "in_doubt": counts[Role.IN_DOUBT],
        "left_out": [{"range": part.range, "why": part.why} for part in held.left_out],
    }  # fmt: skip
