"""Web pages (HTML) → the fields of an article."""
