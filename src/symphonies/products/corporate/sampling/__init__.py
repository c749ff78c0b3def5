"""How the sample rows of this product are written."""
