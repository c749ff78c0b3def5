"""Lakehouse."""
