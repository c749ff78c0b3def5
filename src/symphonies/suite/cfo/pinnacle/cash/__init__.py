"""The cash engine as a whole: weekly cash with its band, tested against what came."""
