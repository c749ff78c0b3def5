"""Compliance and audit as a data product."""
