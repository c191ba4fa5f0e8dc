"""Windows, panels, dialogs, item models and background lanes. Decides nothing."""
