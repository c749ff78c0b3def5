"""Embedders and stores, opened by settings."""
