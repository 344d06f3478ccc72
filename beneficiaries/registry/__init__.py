"""The registry workbook: what each row means for the people already known, written and undone."""
