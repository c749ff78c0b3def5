"""Drawing on and repaying lines, placing what is spare, selling currency forward."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation.actions import Action, Effect
from symphonies.suite.cfo.pinnacle.mitigation.assumptions import Assumptions
from symphonies.suite.cfo.pinnacle.mitigation.world import Moves, World
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation.draws import DAYS_A_YEAR

EVERY, TENOR = 14, 28
"""Days between the days on which a line may be drawn, and for how long."""
PLACED = (14, 30, 60)
HEDGED_ON = (30, 60, 90)


def manual_lines(position: Position) -> list[int]:
    """Return the lines that are drawn only when somebody decides to."""
    return [line for line in _open_lines(position) if not position.facilities.automatic[line]]


def _open_lines(position: Position) -> list[int]:
    lines = position.facilities
    room = lines.revolving & (lines.limit > lines.drawn) & (lines.matures > 1)
    return np.flatnonzero(room & ~position.accounts.restricted[lines.account]).tolist()


def draws(world: World, assumptions: Assumptions) -> Iterator[Action]:
    """Return tranches of every line: from each second week, for four weeks or to the end."""
    position, horizon = world.position, world.shape[0]
    lines, owner = position.facilities, assumptions.owners.draw
    for line in _open_lines(position):
        currency = int(position.accounts.currency[lines.account[line]])
        room = float(lines.limit[line] - lines.drawn[line])
        last = min(horizon + 1, int(lines.matures[line]))
        for start in range(1, last, EVERY):
            for end in sorted({min(start + TENOR, last), last}):
                yield _tranche(position, line, start, end, room, room * float(world.spot[currency]), owner)


def _tranche(
    position: Position, line: int, start: int, end: int, room: float, worth: float, owner: str
) -> Action:
    lines = position.facilities

    automatic = bool(lines.automatic[line])

    def effect(world: World) -> Effect:
        horizon, cell = world.shape[0], int(world.grouping.cell[lines.account[line]])
        yearly = line_price(world, line)[start - 1 : end - 1]
        interest = room * (yearly / DAYS_A_YEAR).sum(axis=0)
        if automatic:
            # a line that runs by itself would repay at once what it is not told to keep
            days = np.arange(1, horizon + 1)
            kept = np.where((days >= start) & (days < end), room, 0.0)
            return Effect(Moves(raised={cell: kept}), interest * worth / room)
        flow = world.empty()
        flow[start - 1] += room
        if end <= horizon:
            flow[end - 1] -= room + interest
        return Effect(Moves({cell: flow}), interest * worth / room)

    reviews = range(start, end, EVERY)
    return Action(
        key=f"draw:{lines.ids[line]}:{start}:{end}",
        kind="draw",
        title=f"Draw {'more ' if automatic else ''}on {lines.names[line]} and repay it",
        owner=owner,
        day=start,
        until=end,
        divisible=True,
        capacities=tuple(f"line {line} day {day}" for day in reviews),
        evidence=(lines.ids[line],),
        assumption="the bank pays out on the day it is asked to",
        risk="Debt rises while it is drawn: covenants on gross debt and undrawn lines tighten.",
        effect=effect,
        amount=worth,
    )


def line_price(world: World, line: int) -> np.ndarray:
    """Return what a unit drawn costs more a year than undrawn, ``[horizon, paths]``."""
    lines, markets = world.position.facilities, world.position.markets
    reference = int(lines.reference[line])
    price = float(lines.margin[line] - lines.commitment_fee[line])
    if reference < 0:
        return np.full(world.shape, price)
    level = markets.rate_level[reference] + world.change.rate_shift[reference]
    return price + level + world.draws.rates[reference]


def placements(world: World, assumptions: Assumptions) -> Iterator[Action]:
    """Return placing what is spare on half of the paths, from today; nothing where no rate is known."""
    markets, (horizon, _) = world.position.markets, world.shape
    cells, rates = _base_cells(world), markets.rate_level + world.change.rate_shift
    spare = float(np.median(world.cash.min(axis=0)))
    earned = float(rates.min()) - assumptions.placement.spread if len(rates) else 0.0
    if spare <= 0 or earned <= 0 or not cells:
        return
    for days in (each for each in (*PLACED, horizon) if each <= horizon):

        def effect(drawn: World, days: int = days) -> Effect:
            gain, flow = spare * earned * days / DAYS_A_YEAR, drawn.empty()
            flow[0] -= spare
            if days < len(flow):
                flow[days] += spare + gain
            return Effect(Moves({cells[0]: flow}), np.full(drawn.shape[1], -gain))

        yield Action(
            key=f"place:{days}",
            kind="placement",
            title="Place spare cash for a fixed term",
            owner=assumptions.owners.placement,
            day=1,
            until=days + 1,
            divisible=True,
            capacities=("spare cash",),
            evidence=tuple(world.position.markets.rates),
            assumption=f"it earns {assumptions.placement.spread:.2%} less than the lowest reference rate",
            risk="The money cannot be had before the term ends.",
            effect=effect,
            amount=spare,
        )


def hedges(world: World, assumptions: Assumptions) -> Iterator[Action]:
    """Return selling forward what each foreign currency is expected to leave over."""
    markets, grouping = world.position.markets, world.grouping
    cells = _base_cells(world)
    for cell in np.flatnonzero(grouping.free & (grouping.currency != markets.base)).tolist():
        currency = int(grouping.currency[cell])
        if not cells or markets.fx_volatility[currency] <= 0:
            continue
        for day in (each for each in HEDGED_ON if each <= world.shape[0]):
            left = float(world.paths.closing[cell, day - 1 :].mean(axis=1).min()) - float(
                grouping.minimum[cell]
            )
            if left > 0:
                yield _forward(world, assumptions, cell, cells[0], day, left)


def _forward(world: World, assumptions: Assumptions, cell: int, into: int, day: int, left: float) -> Action:
    markets = world.position.markets
    currency = int(world.grouping.currency[cell])
    code, worth = markets.currencies[currency], left * float(world.spot[currency])

    def effect(drawn: World) -> Effect:
        cost = worth * assumptions.hedge.spread
        sold, bought = drawn.empty(), drawn.empty()
        sold[day - 1] -= left
        bought[day - 1] += worth - cost
        return Effect(Moves({cell: sold, into: bought}), np.full(drawn.shape[1], cost))

    return Action(
        key=f"hedge:{world.grouping.currency[cell]}:{cell}:{day}",
        kind="hedge",
        title=f"Sell {code} forward",
        owner=assumptions.owners.hedge,
        day=1,
        until=day,
        divisible=True,
        capacities=(f"cell {cell}",),
        evidence=(code,),
        assumption=f"the bank takes {assumptions.hedge.spread:.2%} and forward is today's rate",
        risk="If the currency rises, the gain is given up.",
        effect=effect,
        amount=worth,
    )


def _base_cells(world: World) -> list[int]:
    grouping = world.grouping
    return np.flatnonzero(grouping.free & (grouping.currency == world.position.markets.base)).tolist()
