"""Places that keep models."""
