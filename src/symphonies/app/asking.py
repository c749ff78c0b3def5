"""The asker of an instance, with every engine there is."""

from __future__ import annotations

from symphonies.app.catalogues import ForeignInstance
from symphonies.app.wiring import Instance
from symphonies.platform.vizier import Asker, Intent, Interpreter, SeriesForecast


def open_asker(instance: Instance) -> Asker:
    """Return what answers questions over an instance's figures."""
    return Asker(instance.semantics, engines={Intent.FORECAST: SeriesForecast(instance.semantics)})


def foreign_asker(foreign: ForeignInstance) -> Asker:
    """Return what answers questions over an imported catalogue; without a period, of all time."""
    return Asker(foreign.layer, interpreter=Interpreter(foreign.layer, ever=True))
