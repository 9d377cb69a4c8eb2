"""People from a spreadsheet: read, compare with who is there, write all or nothing, and take it back."""
