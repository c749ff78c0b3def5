"""What every store holds: names, physical types and the tables of contracts and platform."""
