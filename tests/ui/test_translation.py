"""One translation has the texts of the core, of the catalogue of problems and of the window."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from oscb_desktop.base.catalogue import problem
from oscb_desktop.base.problems import UnreadableError
from oscb_desktop.base.text import counted, translate_with
from oscb_desktop.operations.file.files import open_report
from oscb_desktop.ui.import_page.password_form import PasswordForm
from oscb_desktop.ui.window.application import speak

TOOL = Path(__file__).parents[2] / "packaging" / "make_texts.py"
TRANSLATED = {
    "{file} is empty.": ("{file} ist leer.",),
    "{file} has nothing in it.": ("In {file} ist nichts.",),
    "{count} pages": ("{count} Seite", "{count} Seiten"),
    "&Open the workbook": ("Mappe &öffnen",),
}


@pytest.fixture
def afterwards_english(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.setParent(None)
    translate_with(None)


def compile_german(folder: Path) -> None:
    """Write what Qt Linguist would, with a few of the texts translated."""
    source = folder / "oscb_de.ts"
    subprocess.run([sys.executable, TOOL, source], check=True, capture_output=True)
    held = ET.parse(source)
    held.getroot().set("language", "de_DE")
    for message in held.getroot().iter("message"):
        said = TRANSLATED.get(message.findtext("source", ""), ())
        if said:
            old = message.find("translation")
            assert old is not None
            message.remove(old)
            new = ET.SubElement(message, "translation")
            new.text = said[0] if len(said) == 1 else None
            for words in said if len(said) > 1 else ():
                ET.SubElement(new, "numerusform").text = words
    held.write(source, encoding="utf-8", xml_declaration=True)
    lrelease = Path(sysconfig.get_path("scripts")) / "pyside6-lrelease"
    target = folder / "oscb_de.qm"
    subprocess.run([lrelease, source, "-qm", target], check=True, capture_output=True)


def test_one_file_translates_the_core_the_catalogue_and_the_window(
    afterwards_english: QApplication, tmp_path: Path
) -> None:
    compile_german(tmp_path)
    speak(afterwards_english, tmp_path, QLocale("de_AT"))
    report = tmp_path / "leer.oscb"
    report.touch()
    with pytest.raises(UnreadableError) as refused:
        open_report(report)
    assert refused.value.message == "leer.oscb ist leer."
    assert problem("return-empty-file", file="a.csv").message == "In a.csv ist nichts."
    assert [counted(n, "1 page", "{count} pages") for n in (1, 2)] == ["1 Seite", "2 Seiten"]
    assert PasswordForm().open_button.text() == "Mappe &öffnen"


def test_without_a_file_for_the_language_it_is_english(
    afterwards_english: QApplication, tmp_path: Path
) -> None:
    speak(afterwards_english, tmp_path / "none", QLocale("de_DE"))
    assert problem("return-empty-file", file="a.csv").message == "a.csv has nothing in it."
    assert counted(1, "1 page", "{count} pages") == "1 page"
    assert PasswordForm().open_button.text() == "&Open the workbook"
