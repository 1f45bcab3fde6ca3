"""The delivery loop: sends, edits and deletes until every chat shows what its article says."""
