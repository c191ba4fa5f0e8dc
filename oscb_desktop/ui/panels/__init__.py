"""The side panels: figures, checks, history, and putting a table or a chart in."""
