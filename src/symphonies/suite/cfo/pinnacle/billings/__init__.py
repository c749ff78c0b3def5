"""Billings to come: how much will be invoiced when, and how long until it is paid."""

from .billings import foretell_billings

__all__ = ["foretell_billings"]
