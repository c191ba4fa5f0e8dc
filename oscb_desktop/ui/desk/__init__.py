"""One opened report on the side of the window: shown at once, written behind."""
