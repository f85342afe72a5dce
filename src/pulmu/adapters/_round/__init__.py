"""A round of matching as a workbook: its sheets, and the tree they make."""
