"""Which figure set a return becomes, and so which one it replaces: its sender's and no other's."""

from collections.abc import Mapping, Sequence

from oscb_desktop.base.slugs import slug
from oscb_desktop.report.content.figures import FigureSet
from oscb_desktop.returns.columns import At
from oscb_desktop.returns.kinds import Kind, Table
from oscb_desktop.returns.partners import LIST, Joined, partner_of

FOR_ALL = "for-all"  # ends the id of a return for several partners that came after one's own


def set_id(
    kind: Kind,
    table: Table,
    labels: Sequence[str],
    *,
    period: str,
    partner: str,
    reporting_year: str,
    accepted: Mapping[str, FigureSet],
    at: At,
    column: int,
    joined: Joined | None = None,
) -> str:
    """Return the id of the set that a table becomes.

    ``labels`` are its rows'. The plain id, the table's own, goes to whatever comes first. What
    another partner sent, or what was sent for several by nobody in particular, is not replaced by
    one partner's own return, and the other way about; a note at the first row of ``column`` says
    that both are kept.
    """
    later = [slug(period)] if period and period != reporting_year else []
    plain = "-".join([table.id, *later])
    if kind.per_partner:
        return "-".join([table.id, slug(partner), *later]) if partner else plain
    held = accepted.get(plain)
    if held is None or held.partner == partner:
        return plain
    if partner and held.partner:
        return "-".join([table.id, slug(partner), *later])
    if table.label_field.list != LIST:
        return plain
    new = _partners(labels, joined)
    old = _partners(held.labels, joined)
    # With a sender, what is held is for several, or nobody said whose it is; and the other way.
    several, own = (old, new) if partner else (new, old)
    if len(several) < 2 or len(own) > 1:
        return plain
    at.collector.add(
        "return-kept-beside", at.sheet, at.rows[0] if at.rows else 0, column,
        found=held.origin.file,
    )  # fmt: skip
    return "-".join([table.id, slug(partner) or FOR_ALL, *later])


def _partners(labels: Sequence[str], joined: Joined | None) -> set[str]:
    """Return the ids of the partners that rows are about."""
    found = (partner_of(label, joined) for label in labels)
    return {partner.id for partner in found if partner is not None and partner.sends}
