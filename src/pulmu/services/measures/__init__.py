"""Measures of a plant: sized from its meters, chosen under a budget, with who pays for them and who offers them."""
