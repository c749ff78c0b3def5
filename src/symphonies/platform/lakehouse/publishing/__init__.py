"""Published tables as open Iceberg tables, for engines outside the platform."""
