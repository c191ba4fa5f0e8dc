"""Every real file that others' programs met ends in figures or a clear problem, in time."""

import json
import resource
import time
from pathlib import Path
from typing import Any

import pytest

from oscb_desktop.returns.interpreting import interpret
from oscb_desktop.returns.kinds import kinds
from oscb_desktop.returns.published import columns_of, select
from oscb_desktop.returns.reading import ReturnUnreadable, read_workbook
from tests.returns.conftest import CONTEXT, CORPUS

FILES = sorted((CORPUS / "spreadsheets").glob("*")) if CORPUS.is_dir() else []
EXPECTED: dict[str, Any] = (
    json.loads((CORPUS / "expected.json").read_text()) if CORPUS.is_dir() else {}
)
SIZED = [path for path in FILES if f"spreadsheets/{path.name}" in EXPECTED]  # by another reader
PASSWORDS = {
    "poi__protected_passtika.xlsx": "tika",
    "poi__xor-encryption-abc.xls": "abc",
    "poi__35897-type4.xls": "freedom",
    "poi__60320-protected.xlsx": "Test001!!",
    "calamine__pass_protected.xlsx": "123",
    "calamine__pass_protected.xlsb": "1234",
    "lo__simple-encryption-2010.xlsx": "pass",
    "sheetjs__password_2002_40_basecrypto.xls": "password",
    "msoff__xor_password_123456789012345.xls": "123456789012345",
}
BLANK_AT_END = {  # rows that hold nothing but spaces, or formulas that give ""
    ("calamine__encoded_entities.xlsx", "Sheet1"): 1,
    ("poi__ElapsedFormatTests.xlsx", "Tests"): 164,
}
REFUSED = {
    "return-damaged", "return-too-large", "return-too-old", "return-not-a-workbook",
    "return-password-needed",
}  # fmt: skip

pytestmark = pytest.mark.skipif(not FILES, reason="the corpus is not beside this checkout")


@pytest.mark.unmeasured
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_figures_or_a_clear_problem(path: Path) -> None:
    started = time.process_time()  # not what others on a busy machine take
    refused = _figures_or_refusal(path)
    if refused is not None:
        assert refused.problem.code in REFUSED
        assert refused.problem.message
        assert refused.problem.remedy
    assert time.process_time() - started < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_000_000


def _figures_or_refusal(path: Path) -> ReturnUnreadable | None:
    try:
        workbook = read_workbook(path)
        for kind in (None, *kinds()):
            reading = interpret(workbook, CONTEXT, kind=kind)
            assert reading.figures or reading.problems
        for sheet in workbook.sheet_names:
            picker = columns_of(workbook, sheet)
            if picker.columns and picker.rows:
                letter = picker.columns[-1][0]
                taken = select(workbook, CONTEXT, sheet=sheet, where=[], columns=[letter])
                assert taken.figures or taken.problems or taken.figure_sets
    except ReturnUnreadable as refused:
        return refused
    return None


@pytest.mark.parametrize("path", SIZED, ids=lambda path: path.name)
def test_sheets_are_as_large_as_they_should_be(path: Path) -> None:
    expected = EXPECTED[f"spreadsheets/{path.name}"]
    workbook = read_workbook(path)
    if expected["kind"] == "csv":
        (sheet,) = workbook.sheet_names
        rows = [row for row in workbook.rows(sheet) if row]
        assert max(map(len, rows)) == expected["cols_max"]
        assert len(rows) == expected["rows"]
        return
    assert list(workbook.sheet_names) == [sheet["name"] for sheet in expected["sheets"]]
    for sheet in expected["sheets"]:
        rows = workbook.rows(sheet["name"])
        if sheet["rows"]:
            blank = BLANK_AT_END.get((path.name, sheet["name"]), 0)
            assert len(rows) == sheet["end"][0] + 1 - blank
            assert max(map(len, rows)) == sheet["end"][1] + 1


@pytest.mark.parametrize("name", PASSWORDS)
def test_a_password_opens_what_it_protects(name: str) -> None:
    path = CORPUS / "spreadsheets" / name
    workbook = read_workbook(path, password=PASSWORDS[name])
    assert [workbook.rows(sheet) for sheet in workbook.sheet_names]
    for password, code in ((None, "return-password-needed"), ("wrong", "return-password-wrong")):
        with pytest.raises(ReturnUnreadable) as caught:
            read_workbook(path, password=password)
        assert caught.value.problem.code == code
