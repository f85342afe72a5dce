"""What the drawings of a report share: names, tables, answers, flows, cell formulas."""
