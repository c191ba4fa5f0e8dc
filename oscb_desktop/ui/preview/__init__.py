"""The preview: the report's real pages, laid out in the background while someone writes."""
