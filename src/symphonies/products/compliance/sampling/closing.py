"""The monthly close and the matching of statement lines."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import (
    Rows,
    Tables,
    World,
    labels,
    money,
    next_weekday,
    numbered,
    only_where,
    person_names,
    rows,
    taken,
    texts,
)

_TASKS = (
    # name, usual weekday after month end
    ("Bank reconciliation", 2), ("Revenue cut-off", 2), ("Accrued costs", 3), ("Stock valuation", 3),
    ("Payroll postings", 3), ("Group balances", 4), ("Depreciation", 4), ("Tax", 5), ("Review", 6),
    ("Sign-off", 7),
)  # fmt: skip
_BY_RULE, _BY_PERSON, _NOTHING = 0, 1, 2


def close(world: World) -> Tables:
    """Write the close tasks of each company and month end, and the items to reconcile."""
    rng = world.rng("compliance.close")
    calendar, entities = world.calendar, world.the("entities")
    ends = (calendar.months + 1).astype("M8[D]") - 1
    ends = ends[ends <= calendar.as_of]
    month, entity, task = (axis.ravel() for axis in np.indices((len(ends), len(entities["id"]), len(_TASKS))))
    names, usual = zip(*_TASKS, strict=True)
    slow = np.array([0, 0, 1, 0, 0, 1, 1, 2, 1])[entity] + ((month % 12) == 4) - month // 20
    due = np.busday_offset(ends[month], np.array(usual)[task] + 1, roll="backward")
    took = np.maximum(np.array(usual)[task] + slow + rng.integers(-1, 2, len(task)), 1)
    done = np.busday_offset(ends[month], took, roll="backward")
    owners = person_names(rng, 24)
    return {
        "close_task": rows(
            task_id=numbered("TASK-", np.arange(1, len(task) + 1), 6), entity_id=entities["id"][entity],
            period_on=ends[month], name=labels(names, task), owner=labels(owners, (entity * 5 + task) % 24),
            due_on=due,
            completed_on=only_where(done <= calendar.as_of, done),
        ),
        "reconciliation_item": _match(world),
    }  # fmt: skip


def _match(world: World) -> Rows:
    """Match most statement lines by rule, more so as rules are added over the years."""
    rng = world.rng("compliance.matching")
    calendar, statement, banks = world.calendar, world.the("statement"), world.the("bank_accounts")
    at = np.flatnonzero(np.asarray(statement["category"]) != "opening")
    day, account = statement["day"][at], statement["account"][at]
    age = (day - calendar.start).astype(float) / len(calendar.days)
    by_rule = rng.random(len(at)) < 0.80 + 0.11 * age
    matched = next_weekday(day + np.where(by_rule, 1, rng.integers(2, 16, len(at))))
    how = np.where(matched > calendar.as_of, _NOTHING, np.where(by_rule, _BY_RULE, _BY_PERSON))
    return rows(
        item_id=numbered("RI-", np.arange(1, len(at) + 1)),
        account_id=taken(texts(banks["id"]), account),
        entity_id=taken(texts(world.the("entities")["id"]), banks["entity"][account]),
        item_on=day,
        amount=money(statement["cents"][at]),
        currency=taken(texts(world.the("fx")["code"]), banks["currency"][account]),
        matched_by=labels(("rule", "person", "nothing"), how),
        matched_on=only_where(how != _NOTHING, matched),
    )
