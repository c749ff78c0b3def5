"""The pay-day model as an engine: served from the registry, judged by what customers did."""
