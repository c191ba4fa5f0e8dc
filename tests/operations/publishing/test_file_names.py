"""A public file is not called by a child's name or number."""

from pathlib import Path

import pytest

from oscb_desktop.operations.publishing.exporting import NotReady, require_plain_name


@pytest.mark.parametrize(
    "name", ["J.S._aged_4.pdf", "review NHS 943-476-5919.docx", "ryan-Ryan_(aged_14).html"]
)
def test_a_name_with_personal_data_is_refused(name: str) -> None:
    with pytest.raises(NotReady) as refused:
        require_plain_name(Path(name))
    (found,) = refused.value.problems
    assert (found.code, found.place.file) == ("personal-file-name", name)


@pytest.mark.parametrize(
    "name", ["annual-report-2025-26.pdf", "scrutiny 10-09-2026.pdf", "report", "CMT12 Item 7.pdf"]
)
def test_any_other_name_is_let_be(name: str) -> None:
    require_plain_name(Path(name))
