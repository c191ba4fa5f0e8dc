"""Tables that are wider than the page: told while they can still be changed."""

from collections.abc import Iterator
from functools import lru_cache

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import Place, Problem
from oscb_desktop.report.content import tables
from oscb_desktop.report.content.blocks import TableBlock
from oscb_desktop.report.content.document import Report
from oscb_desktop.report.content.figures import Figures
from oscb_desktop.report.content.tables import Table


def check_table_widths(report: Report, figures: Figures) -> Iterator[Problem]:
    """Yield a problem for each table whose words have to be cut to fit the page."""
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, TableBlock) and _is_crowded(tables.build(block.source, figures)):
                yield problem("table-too-wide", Place(section=section.title, block=block.id))


@lru_cache(maxsize=1_024)
def _is_crowded(table: Table) -> bool:
    from oscb_desktop.publish.typeset.tabular import is_crowded
    from oscb_desktop.publish.typeset.themes import load_theme

    return is_crowded(table, load_theme())
