"""The report's tables and figures as files that programs work on: spreadsheets and CSV."""
