"""One module for each kind of engine."""
