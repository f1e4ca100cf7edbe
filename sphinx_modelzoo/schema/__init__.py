"""Floor 0: what an entry is. Classes, types, languages, licences, vocabularies, JSON Schema."""
