"""What a report is made of: blocks, sections, figures, tables, numbering, templates."""
