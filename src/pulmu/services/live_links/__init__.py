"""Links of a workspace to its live plants: kept, and looked through at what was kept of the plant."""
