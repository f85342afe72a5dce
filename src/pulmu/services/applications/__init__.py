"""Applications to calls: written and sent by a firm, taken in and looked at by an agency."""
