"""``python -m symphonies.app.cli``."""

from symphonies.app.cli import main

main()
