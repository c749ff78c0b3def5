"""History behind the current tables: hubs of keys, links of references, satellites of the rest."""
