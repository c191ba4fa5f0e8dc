"""Annexes: PDFs that others made, joined to the report as one tagged, numbered document."""

from oscb_desktop.publish.annexes.appending import (
    AnnexFile,
    Inspected,
    append_annexes,
    inspect_annex,
)
from oscb_desktop.publish.annexes.likeness import (
    faults_of_annexes,
    likeness_of_file,
    likenesses,
    likenesses_found,
)
from oscb_desktop.publish.annexes.recognising import pages_otherwise
from oscb_desktop.publish.annexes.sight import PageText
from oscb_desktop.publish.annexes.stamping import stamped

__all__ = [
    "AnnexFile",
    "Inspected",
    "PageText",
    "append_annexes",
    "faults_of_annexes",
    "inspect_annex",
    "likeness_of_file",
    "likenesses",
    "likenesses_found",
    "pages_otherwise",
    "stamped",
]
