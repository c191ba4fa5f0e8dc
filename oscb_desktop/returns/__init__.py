"""Officers' spreadsheets to figures with provenance: reading, layout, mapping, validation."""
