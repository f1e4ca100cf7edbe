"""Words: which are English, and which are two that ran together (``objectdetection``).

Importers take glued words apart, and checks tell of them: both ask :mod:`.glued`.
"""
