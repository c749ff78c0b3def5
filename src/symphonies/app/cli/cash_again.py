"""Whether a scenario that ``symphonies scenarios run`` ran again came out as it was saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symphonies.platform.scenarios import Scenario
    from symphonies.suite.cfo.pinnacle.desk import Answer


def again(scenario: Scenario, answer: Answer, reader: str) -> dict[str, Any]:
    """Return a scenario beside what it came to now.

    Args:
        scenario: as it was saved.
        answer: the same levers and settings, simulated now.
        reader: who asks; figures that another saved are of what that person may see, and are not told.
    """
    from symphonies.suite.cfo.pinnacle.desk import figures_of

    now, told = dict(figures_of(answer.outcome)), scenario.owner == reader
    return {
        "id": scenario.id,
        "name": scenario.name,
        "version": scenario.version,
        "saved_as_of": scenario.snapshot.as_of,
        "same_basis": answer.snapshot == scenario.snapshot,
        "same_figures": now == dict(scenario.result) if told else None,
        "changed": _changed(scenario.result, now) if told else {},
    }


def _changed(saved: Mapping[str, float | None], now: Mapping[str, float | None]) -> dict[str, Any]:
    return {name: [saved.get(name), value] for name, value in now.items() if saved.get(name) != value}


def again_text(told: Mapping[str, Any]) -> str:
    """Return the same as sentences."""
    from symphonies.suite.cfo.pinnacle.desk import FIGURES

    begin = f"{told['name']!r}, version {told['version']}, was saved on figures of {told['saved_as_of']}; "
    basis = "they are the same today" if told["same_basis"] else "they are others today"
    if told["same_figures"] is None:
        return f"{begin}{basis}."
    if told["same_figures"]:
        return f"{begin}{basis}, and it comes out the same to the last bit."
    titles = {each.id: each.title for each in FIGURES}
    steps = (
        f"  {titles[name]}: {_figure(was)}, now {_figure(now)}"
        for name, (was, now) in told["changed"].items()
    )
    return "\n".join([f"{begin}{basis}, and so is what it comes to:", *steps])


def _figure(value: float | None) -> str:
    return "not known" if value is None else f"{value:,.10g}"
