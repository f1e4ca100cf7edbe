"""Views made visible: HTML, docutils nodes. Renderers know a view and a link function."""
