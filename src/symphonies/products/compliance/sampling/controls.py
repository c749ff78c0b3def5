"""Controls, their tests, and the findings that come of them."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import (
    Plant,
    Tables,
    World,
    as_date,
    labels,
    next_weekday,
    numbered,
    only_where,
    person_names,
    pick,
    rows,
)

_PROCESSES = (
    "Order to cash", "Purchase to pay", "Record to report", "Treasury", "Payroll", "Access management", "Tax",
    "Fixed assets",
)  # fmt: skip
_OBJECTS = ("completeness", "authorisation", "accuracy", "cut-off", "reconciliation", "segregation")
_FREQUENCIES = ("per transaction", "daily", "monthly", "quarterly")
_SEVERITIES = ("low", "medium", "high", "critical")
_TITLES = (
    "Evidence of review is missing", "Approval above limit by one person", "Late reconciliation",
    "Leavers keep access", "Manual journal without support", "Bank details changed without call-back",
)  # fmt: skip
_CONTROLS = 48
_TREASURY = 3
_SECOND_APPROVAL = 19
"""The control that fails in the plant: second approval of payments."""


def control(world: World) -> Tables:
    """Write controls, quarterly tests and findings; plant a control that fails in APAC."""
    rng = world.rng("compliance.controls")
    owners = person_names(rng, 16)
    process = np.arange(_CONTROLS) % len(_PROCESSES)
    names = [f"{_PROCESSES[place % 8]}: {_OBJECTS[place // 8]}" for place in range(_CONTROLS)]
    ids = np.array([f"CTL-{number:03d}" for number in range(1, _CONTROLS + 1)])
    owner = rng.integers(0, len(owners), _CONTROLS)
    return {
        "control": rows(
            control_id=ids, name=names, process=labels(_PROCESSES, process),
            framework=labels(("COSO", "SOX 404", "PSD2"), rng.integers(0, 3, _CONTROLS)),
            frequency=labels(_FREQUENCIES, rng.integers(0, 4, _CONTROLS)),
            key_control=rng.random(_CONTROLS) < 0.45,
            owner=labels(owners, owner),
        ),
        **_test(world, ids, owners, owner),
    }  # fmt: skip


def _test(world: World, ids: np.ndarray, owners: list[str], owner: np.ndarray) -> Tables:
    rng = world.rng("compliance.tests")
    calendar, entities = world.calendar, world.the("entities")
    quarters = np.flatnonzero((calendar.months.astype(np.int64) + 1) % 3 == 0)
    quarter, entity, which = (
        axis.ravel() for axis in np.indices((len(quarters), len(entities["id"]), _CONTROLS))
    )
    day = next_weekday(calendar.month_starts[quarters][quarter] + rng.integers(0, 24, len(quarter)))
    first = calendar.month_back(4)
    broken = (which == _SECOND_APPROVAL) | ((which % 8 == _TREASURY) & (rng.random(len(which)) < 0.5))
    broken &= (entities["region"][entity] == "APAC") & (day >= first)
    world.plant(_second_approval(first, calendar.as_of, int(broken.sum())))
    tested = (day <= calendar.as_of) & ((rng.random(len(which)) < 0.62) | broken)
    failed = broken | (rng.random(len(which)) < 0.045)
    sample = rng.integers(10, 60, len(which))
    exceptions = np.where(failed, 1 + rng.integers(0, 8, len(which)), 0)
    at = np.flatnonzero(tested)
    at = at[np.argsort(day[at], kind="stable")]
    tests = rows(
        test_id=numbered("CT-", np.arange(1, len(at) + 1), 6), control_id=ids[which[at]],
        entity_id=entities["id"][entity[at]], tested_on=day[at],
        result=np.where(failed[at], "ineffective", "effective"), sample_size=sample[at],
        exceptions=np.minimum(exceptions, sample)[at],
        tester=labels(owners, rng.integers(0, len(owners), len(at))),
    )  # fmt: skip
    bad = at[failed[at]]
    severity = np.where(broken[bad], 3, pick(rng, (0.35, 0.42, 0.19, 0.04), len(bad)))
    opened = next_weekday(day[bad] + rng.integers(1, 12, len(bad)))
    known = opened <= calendar.as_of
    bad, severity, opened = bad[known], severity[known], opened[known]
    due = opened + np.array([120, 90, 60, 30])[severity]
    closed = next_weekday(due + np.rint(rng.normal(4, 30, len(bad))).astype(int))
    closed = np.maximum(closed, opened + 5)
    return {
        "control_test": tests,
        "finding": rows(
            finding_id=numbered("F-", np.arange(1, len(bad) + 1), 5), control_id=ids[which[bad]],
            entity_id=entities["id"][entity[bad]],
            title=labels(_TITLES, rng.integers(0, len(_TITLES), len(bad))),
            severity=labels(_SEVERITIES, severity), owner=labels(owners, owner[which[bad]]), opened_on=opened,
            due_on=due, closed_on=only_where(closed <= calendar.as_of, closed),
        ),
    }  # fmt: skip


def _second_approval(first: np.datetime64, last: np.datetime64, failed: int) -> Plant:
    return Plant(
        "control_failure", as_date(first), as_date(last),
        {"entity.region": ("APAC",), "control.process": ("Treasury",)},
        ("audit.control_pass", "audit.findings"), float(failed), "failed tests",
        "Second approval of payments was switched off in Asia when a new bank portal went live.",
    )  # fmt: skip
