"""Subgraphs."""
