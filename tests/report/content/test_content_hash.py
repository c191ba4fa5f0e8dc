"""The hash that published files carry: what it was for a report, it stays for that report."""

from msgspec.structs import replace

from oscb_desktop.report.content.template import find_template, start_report


def test_a_reports_hash_is_what_it_was_when_it_was_published() -> None:
    details = {"meeting_date": "2026-12-10", "report_by": "Director of Children's Services"}
    report = start_report(find_template("scrutiny-annual-report"), details)
    blocks = iter(range(1, 100))
    sections = tuple(
        replace(held, blocks=tuple(replace(block, id=f"b{next(blocks)}") for block in held.blocks))
        for held in report.sections
    )
    assert replace(report, sections=sections).content_hash() == (
        "2ad3f39828c1a3551a6468ffb79936d36b1cbde86fe565ac6b2aad4c907024fa"
    )
