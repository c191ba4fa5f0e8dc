"""How the report is worded: spelling, plain English, acronyms, links, typed numbers, old years.

Each check is a pure function over a block's plain text; ``checking`` puts them together.
"""
