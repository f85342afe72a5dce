"""What computes expressions over a population, by its address."""
