"""Retrieval measured against word ranking alone."""
