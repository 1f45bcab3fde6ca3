"""Files that an editor sends → the text of a page."""
