"""What the PDF and the workbook of an operator's emissions report have in common."""
