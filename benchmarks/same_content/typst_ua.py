"""Typst, tagged PDF/UA-1: ``python typst_ua.py REPORT.typ OUT.pdf FONTS``."""

import sys

import typst

typst.compile(
    sys.argv[1],
    output=sys.argv[2],
    font_paths=[sys.argv[3]],
    ignore_system_fonts=True,
    pdf_standards=["ua-1"],
)
