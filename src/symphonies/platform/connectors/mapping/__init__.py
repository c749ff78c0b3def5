"""Mappings: how the columns of a source become the columns of a product."""
