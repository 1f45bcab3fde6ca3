"""Copied page text → the fields of an article."""
