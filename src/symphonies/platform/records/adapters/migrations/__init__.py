"""Revisions of the records' tables."""
