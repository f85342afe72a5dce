"""Jobs and timetables as tables: sheets of a workbook, or texts of a folder, and the tree they make."""
