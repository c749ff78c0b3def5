"""The CFO's schema, and how outcomes are told in it."""
