"""Contracts for other tools: the Open Data Contract Standard."""
