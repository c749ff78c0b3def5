"""Models: one SELECT a file, ordered as a graph, planned as data, run into tables."""
