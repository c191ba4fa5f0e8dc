"""Report → PDF, Word, web page. ReportLab is the PDF library, by the owner's decision: its canvas,
fonts and document objects are used, and only what it lacks (tags, packing) is written here.
"""
