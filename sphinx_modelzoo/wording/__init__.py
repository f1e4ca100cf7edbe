"""Words: which are English, and which are two that ran together (``objectdetection``).

Importers split glued words, and checks report them: both ask :mod:`.glued`.
"""
