"""What is served over HTTP: articles from the newsroom's own system, and whether all is well."""
