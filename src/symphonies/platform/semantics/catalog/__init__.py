"""The metric catalogue: declarations read, checked and found by name."""
