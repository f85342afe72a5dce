"""Pictures for pages: pure functions from values to SVG text, their colours in the style sheet."""
