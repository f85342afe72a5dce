"""From the text of a readings file to its columns and times."""
