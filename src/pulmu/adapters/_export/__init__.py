"""From an export of a company's software to rows, heads and what each column means."""
