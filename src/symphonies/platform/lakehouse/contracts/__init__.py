"""Data contracts: their schema, reading them, and the products that keep them."""
