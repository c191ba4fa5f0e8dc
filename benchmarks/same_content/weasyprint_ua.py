"""WeasyPrint, tagged PDF/UA-1: ``python weasyprint_ua.py REPORT.html OUT.pdf``."""

import sys

from weasyprint import HTML

HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
