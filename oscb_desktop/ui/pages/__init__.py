"""Pages beside the report: home, a new report, rolling forward, verifying, a workbook."""
