"""Tables in documents: found in Markdown and HTML, with headings, links and source lines."""
