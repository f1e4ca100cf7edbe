"""Texts in YAML that people keep: parsed safely, split, located, written, and edited in place."""
