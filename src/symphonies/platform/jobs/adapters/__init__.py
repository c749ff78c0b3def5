"""Places that keep and do jobs."""
