"""The report page: outline, editor, preview and panels put together."""
