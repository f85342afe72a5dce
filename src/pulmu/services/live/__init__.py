"""The live plant: its emulation by the line model, and what is read from it."""
