"""Suggesting a mapping: what the columns of a file most likely mean to a product."""
