"""Care of a place: verified, backed up, taken along, deleted with proof."""
