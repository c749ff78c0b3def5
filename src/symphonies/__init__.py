"""The Executive Symphonies: an executive intelligence platform."""

__version__ = "0.1.0"
