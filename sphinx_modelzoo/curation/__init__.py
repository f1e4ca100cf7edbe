"""Import, check and repair catalogs: next to the documentation side, which does not know it."""
