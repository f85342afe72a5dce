"""Letters of a place: what was decided, told to who applied, sent, and what of it is published."""
