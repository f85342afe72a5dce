"""A document edited by hand: what can be filled in, what was typed, where each problem is mended, what has changed."""
