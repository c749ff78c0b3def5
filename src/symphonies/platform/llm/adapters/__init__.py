"""Adapters, opened by settings."""
