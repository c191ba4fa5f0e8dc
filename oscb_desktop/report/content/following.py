"""The figure sets that follow from a report's returns, made again whenever one of these changes.

They are kept beside the returns and change in the same act, so that an undo takes both back.
"""

from collections.abc import Mapping

from oscb_desktop.report.content import derived
from oscb_desktop.report.content.consolidating import consolidated
from oscb_desktop.report.content.figures import Figures, FigureSet


def follow(sets: Mapping[str, FigureSet]) -> dict[str, FigureSet]:
    """Return a report's sets by id, those that follow from others made again, last."""
    found = {key: held for key, held in sets.items() if not held.is_made}
    found |= {held.id: held for held in consolidated(found)}
    worked = sets.get(derived.SET)
    if worked is not None and worked.keys:
        origin = worked.origin
        found[derived.SET] = derived.set_of(
            derived.all_derived(worked),
            Figures.of(found.values()),
            origin.imported_by,
            origin.imported_at,
        )
    return found
