"""Payments as a data product."""
