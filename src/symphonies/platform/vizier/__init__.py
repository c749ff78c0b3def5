"""Vizier."""
