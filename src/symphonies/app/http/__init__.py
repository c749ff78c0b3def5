"""Routes by concern; every one reads the principal from the session."""
