"""Contracts as a data product."""
