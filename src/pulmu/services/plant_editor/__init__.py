"""A plant as a form: its parts, what may be named where, and what is wrong with it at its field."""
