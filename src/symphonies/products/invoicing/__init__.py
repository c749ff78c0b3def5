"""Invoicing as a data product."""
