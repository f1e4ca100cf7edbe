from __future__ import annotations
def translated_keys(keys, text): return set()
