"""Readers: one module for each kind of source, all giving batches of rows."""
