"""Corporate finance as a data product."""
