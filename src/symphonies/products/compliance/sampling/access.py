"""Who may do what, and what was done."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import (
    Rows,
    Tables,
    World,
    labels,
    numbered,
    only_where,
    person_names,
    pick,
    rows,
)

_ROLES = (
    # system, role
    ("ERP", "Create supplier"), ("ERP", "Release payment"), ("ERP", "Enter bill"), ("ERP", "Approve bill"),
    ("ERP", "Post journal"), ("ERP", "Approve journal"), ("ERP", "Read reports"),
    ("Bank portal", "Enter payment"),
    ("Bank portal", "Approve payment"), ("Bank portal", "Read balances"), ("Payroll", "Change master data"),
    ("Payroll", "Run payroll"), ("Payroll", "Read payslips"),
)  # fmt: skip
_RULES = (
    ("ERP", "Create supplier", "Release payment", "Pay an invented supplier"),
    ("ERP", "Enter bill", "Approve bill", "Approve one's own bill"),
    ("ERP", "Post journal", "Approve journal", "Approve one's own journal"),
    ("Bank portal", "Enter payment", "Approve payment", "Pay oneself"),
    ("Payroll", "Change master data", "Run payroll", "Pay an invented employee"),
)
_POPULARITY = (2, 2, 5, 4, 4, 3, 14, 3, 3, 6, 1, 1, 3)
_ACTIONS = (
    "sign in",
    "view report",
    "post journal",
    "approve bill",
    "change supplier",
    "release payment",
    "export data",
)
_OBJECTS = ("session", "report", "journal", "bill", "supplier", "payment", "report")
_USERS = 160


def grant(world: World) -> Tables:
    """Write rules, grants of roles over time, and the log of actions of the last year."""
    rng = world.rng("compliance.access")
    calendar, entities = world.calendar, world.the("entities")
    names = person_names(world.rng("compliance.people"), _USERS)
    home = pick(rng, entities["share"], _USERS)
    each = rng.integers(2, 7, _USERS)
    user = np.repeat(np.arange(_USERS), each)
    role = pick(rng, _POPULARITY, len(user))
    granted = calendar.start + np.rint(len(calendar.days) * rng.random(len(user)) ** 1.6 * 0.97).astype(int)
    ends = rng.random(len(user)) < 0.34
    revoked = granted + rng.integers(40, 600, len(user))
    system, name = zip(*_ROLES, strict=True)
    rule_system, role_a, role_b, risk = zip(*_RULES, strict=True)
    ids = np.array([f"U-{number:04d}" for number in range(1, _USERS + 1)])
    return {
        "sod_rule": rows(
            rule_id=numbered("SOD-", np.arange(1, len(_RULES) + 1), 2), system=list(rule_system),
            role_a=list(role_a),
            role_b=list(role_b), risk=list(risk),
        ),
        "role_assignment": rows(
            assignment_id=numbered("RA-", np.arange(1, len(user) + 1), 5), user_id=ids[user],
            user_name=labels(names, user), entity_id=entities["id"][home[user]], system=labels(system, role),
            role=labels(name, role), granted_on=granted,
            revoked_on=only_where(ends & (revoked <= calendar.as_of), revoked),
            mitigated=rng.random(len(user)) < 0.3,
        ),
        "audit_event": _events(world, ids, home),
    }  # fmt: skip


def _events(world: World, ids: np.ndarray, home: np.ndarray) -> Rows:
    rng = world.rng("compliance.events")
    count = world.count(60_000, 1500)
    calendar = world.calendar
    user = rng.integers(0, _USERS, count)
    day = calendar.as_of - rng.integers(0, 365, count)
    at = np.busday_offset(day, 0, roll="backward").astype("M8[s]") + rng.integers(7 * 3600, 19 * 3600, count)
    order = np.argsort(at, kind="stable")
    action = pick(rng, (34, 26, 12, 12, 3, 8, 5), count)
    denied = rng.random(count) < np.where(action >= 4, 0.03, 0.006)
    return rows(
        event_id=numbered("AE-", np.arange(1, count + 1)), occurred_at=at[order], user_id=ids[user],
        entity_id=world.the("entities")["id"][home[user]],
        system=labels(("ERP", "Bank portal", "Payroll"), pick(rng, (0.7, 0.2, 0.1), count)),
        action=labels(_ACTIONS, action), object_type=labels(_OBJECTS, action),
        object_id=numbered("", rng.integers(1, 10**6, count), 6),
        outcome=np.where(denied, "denied", "allowed"),
    )  # fmt: skip
