"""Whom to remind and when, and to whom to offer a discount for paying early."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation.actions import Action, Effect, weightiest
from symphonies.suite.cfo.pinnacle.mitigation.assumptions import Assumptions
from symphonies.suite.cfo.pinnacle.mitigation.world import Moves, World
from symphonies.suite.cfo.pinnacle.position import Flags, Floats, Ints, Position
from symphonies.suite.cfo.pinnacle.simulation.draws import stream

REMINDED_ON = (1, 15, 29, 43)


def reminders(world: World, assumptions: Assumptions) -> Iterator[Action]:
    """Return one reminder for each large debtor and day on which something is overdue."""
    position, horizon = world.position, world.shape[0]
    receivables = position.receivables
    for customer in _debtors(world, assumptions.limits.customers):
        known = np.zeros(len(receivables.ids), np.bool_)
        for day in (each for each in REMINDED_ON if each <= horizon):
            overdue = _of(position, customer) & (receivables.due < day)
            if not np.any(overdue & ~known):
                continue
            known |= overdue
            yield _reminder(world, assumptions, customer, day, np.flatnonzero(overdue))


def _reminder(world: World, assumptions: Assumptions, customer: int, day: int, rows: Ints) -> Action:
    position, terms = world.position, assumptions.reminder

    def effect(world: World) -> Effect:
        answers = _answers(world, f"reminder {position.customers.ids[customer]}", terms.answered)

        def sooner(before: Ints) -> Ints:
            # nobody pays on the day they are reminded, and nobody later than they were to
            first = np.minimum(before, day - 1 + terms.lead_days)
            moved = np.maximum(before - terms.days_sooner, first)
            return np.where(answers & (before >= day) & (before < position.days), moved, before)

        flows, _ = _moved(world, rows, sooner, np.zeros_like(answers, dtype=np.float64))
        return Effect(Moves(flows), np.full(len(answers), terms.cost * 100))

    return Action(
        key=f"remind:{position.customers.ids[customer]}:{day}",
        kind="reminder",
        title=f"Remind {position.customers.names[customer]} of what is overdue",
        owner=position.customers.owner[customer] or assumptions.owners.reminder,
        day=day,
        until=day,
        divisible=False,
        capacities=(f"customer {customer}",),
        evidence=weightiest(position.receivables.ids, rows, _base(world, rows)),
        assumption=terms.sentence,
        risk="The customer may not answer, or may feel pressed.",
        effect=effect,
        amount=float(_base(world, rows).sum()),
        customer=position.customers.names[customer],
    )


def discounts(world: World, assumptions: Assumptions) -> Iterator[Action]:
    """Return an offer to each large debtor for what is not due yet."""
    position, within = world.position, assumptions.discount.within_days
    for customer in _debtors(world, assumptions.limits.customers):
        rows = np.flatnonzero(_of(position, customer) & (position.receivables.due > within))
        if len(rows):
            yield _discount(world, assumptions, customer, rows)


def _discount(world: World, assumptions: Assumptions, customer: int, rows: Ints) -> Action:
    position, terms = world.position, assumptions.discount

    def effect(world: World) -> Effect:
        takes = _answers(world, f"discount {position.customers.ids[customer]}", terms.taken)

        def sooner(before: Ints) -> Ints:
            moved = np.minimum(before, terms.within_days - 1)
            return np.where(takes & (before < position.days), moved, before)

        flows, cost = _moved(world, rows, sooner, np.where(takes, terms.rate, 0.0))
        return Effect(Moves(flows), cost)

    return Action(
        key=f"discount:{position.customers.ids[customer]}",
        kind="discount",
        title=f"Offer {position.customers.names[customer]} a discount for paying early",
        owner=position.customers.owner[customer] or assumptions.owners.discount,
        day=1,
        until=terms.within_days,
        divisible=False,
        capacities=(f"customer {customer}",),
        evidence=weightiest(position.receivables.ids, rows, _base(world, rows)),
        assumption=f"{terms.taken:.0%} take {terms.rate:.1%} for paying within {terms.within_days} days",
        risk="Those who would have paid in time take it too, and expect it again.",
        effect=effect,
        amount=float(_base(world, rows).sum()),
        customer=position.customers.names[customer],
    )


def _moved(
    world: World, rows: Ints, sooner: Callable[[Ints], Ints], rate: Floats
) -> tuple[dict[int, Floats], Floats]:
    """Return what paying sooner, less a rate for those who were to pay at all, does to cash and costs."""
    position = world.position
    last, number = position.days, len(rate)
    accounts = position.receivables.account[rows]
    cells, index = world.grouping.cell[accounts], np.arange(number)
    spot = world.spot[position.accounts.currency[accounts]]
    cubes = {int(cell): np.zeros((last + 2) * number) for cell in np.unique(cells)}
    cost = np.zeros(number)
    for row, cell, price in zip(rows.tolist(), cells.tolist(), spot.tolist(), strict=True):
        before = world.pay_day(row)
        amount = world.owed(row)
        given = amount * rate * (before < last)
        cubes[cell][before * number + index] -= amount
        cubes[cell][sooner(before) * number + index] += amount - given
        cost += given * price
    horizon = world.shape[0]
    return {cell: cube.reshape(last + 2, number)[:horizon] for cell, cube in cubes.items()}, cost


def _answers(world: World, source: str, chance: float) -> Flags:
    settings = world.draws.settings
    return stream(settings.seed, source).random(settings.paths) < chance


def _of(position: Position, customer: int) -> Flags:
    receivables = position.receivables
    usable = ~position.accounts.restricted[receivables.account]
    return (receivables.customer == customer) & (receivables.amount > 0) & ~receivables.disputed & usable


def _base(world: World, rows: Ints) -> Floats:
    receivables = world.position.receivables
    currency = world.position.accounts.currency[receivables.account[rows]]
    return receivables.amount[rows] * world.change.invoice_factor[rows] * world.spot[currency]


def _debtors(world: World, number: int) -> list[int]:
    position = world.position
    rows = np.flatnonzero((position.receivables.amount > 0) & (position.receivables.customer >= 0))
    owed = np.zeros(len(position.customers.ids))
    np.add.at(owed, position.receivables.customer[rows], _base(world, rows))
    return [each for each in np.argsort(-owed, kind="stable")[:number].tolist() if owed[each] > 0]
