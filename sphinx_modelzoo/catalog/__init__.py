"""Floor 0: the catalog. Schema, loading, source positions, vocabularies, languages, queries."""
