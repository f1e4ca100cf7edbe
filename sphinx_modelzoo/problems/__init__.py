"""Problems: the class, the registry of codes, and reports.

:mod:`~sphinx_modelzoo.problems.messages` has the class and the exception that carries it,
:mod:`~sphinx_modelzoo.problems.codes` the registry of codes,
:mod:`~sphinx_modelzoo.problems.reports` text, JSON, GitHub's annotations and SARIF. Hosts turn a
problem into a message of their own.
"""
