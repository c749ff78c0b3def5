"""What the finance committee wrote down: its policies, and the minutes of its last meeting."""

from __future__ import annotations

from pathlib import Path

from symphonies.platform.samples import Readers, Tables, World, as_date, load_prose

PROSE = Path(__file__).with_name("papers.yaml")
COMMITTEE = ("cfo", "controller_group", "auditor")


def write_policies(world: World) -> Tables:
    """Give two policies and the minutes of a meeting, which tell of what was planted so far."""
    papers = load_prose(PROSE).papers
    selling = Readers((*COMMITTEE, "controller_dach", "treasury"))
    world.give("papers", papers["credit"].paper("policies/credit.docx", selling, {}))
    world.give(
        "papers", papers["treasury"].paper("policies/treasury.html", Readers((*COMMITTEE, "treasury")), {})
    )
    values = {"month": f"{as_date(world.calendar.as_of):%B %Y}", "reports": "\n".join(_reports(world))}
    file = "minutes/finance-committee.txt"
    world.give("papers", papers["minutes"].paper(file, Readers(COMMITTEE), values))
    return {}


def _reports(world: World) -> list[str]:
    planted = sorted(world.planted, key=lambda plant: (plant.first_on, plant.kind))
    return [f"Since {plant.first_on.day} {plant.first_on:%B %Y}: {plant.why}" for plant in planted]
