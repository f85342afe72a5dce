"""The guard at work: its actions carried out at a plant, its records kept, its limits signed."""
