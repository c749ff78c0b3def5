"""Where every column comes from: one hop an edge, walked on demand, exported as OpenLineage events."""
