"""Payments that leave, and movements that nothing explains."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from symphonies.suite.cfo.pinnacle.levers.change import Change
from symphonies.suite.cfo.pinnacle.position import OUTFLOW_KINDS, Floats, Ints, Position
from symphonies.suite.cfo.pinnacle.simulation.draws import Draws
from symphonies.suite.cfo.pinnacle.simulation.grouping import Grouping
from symphonies.suite.cfo.pinnacle.simulation.paydays import Cube
from symphonies.suite.cfo.pinnacle.simulation.timing import draw_timing


@dataclass(frozen=True)
class Payments:
    """Every payment to come, with the amount it has on each path where that is uncertain."""

    position: Position
    grouping: Grouping
    uncertain: Ints
    """Rows of the position whose amount is uncertain."""
    factor: Ints
    """``[uncertain]``: the row of ``drawn`` that each follows."""
    drawn: Floats
    """``[factors, paths]``: amounts over what is expected."""

    def parts(self, change: Change, horizon: int, kinds: set[str] | None = None) -> dict[str, Cube]:
        """Return the drivers of payments under a change, all or those of ``kinds``."""
        return {
            name: self._part(index, change, horizon)
            for index, name in enumerate(OUTFLOW_KINDS)
            if kinds is None or name in kinds
        }

    def touched(self, change: Change) -> set[str]:
        """Return the kinds of payment that a change touches."""
        rows = (change.outflow_factor != 1) | (change.outflow_delay != 0)
        return {OUTFLOW_KINDS[kind] for kind in np.unique(self.position.outflows.kind[rows]).tolist()}

    def _part(self, kind: int, change: Change, horizon: int) -> Cube:
        outflows = self.position.outflows
        # a payment that was due within the horizon and is moved before day 1 leaves on day 1
        day = (outflows.day + change.outflow_delay).clip(1) - 1
        wanted = (outflows.kind == kind) & (day < horizon)
        known = np.ones(len(wanted), np.bool_)
        known[self.uncertain] = False
        certain = np.flatnonzero(wanted & known)
        fixed = np.zeros((len(self.grouping.currency), horizon), np.int64)
        amounts = np.rint(outflows.amount * change.outflow_factor).astype(np.int64)
        np.subtract.at(fixed, (self.grouping.cell[outflows.account[certain]], day[certain]), amounts[certain])
        chosen = np.flatnonzero(wanted[self.uncertain])
        if not len(chosen):
            return fixed[:, :, None]
        cube = np.repeat(fixed[:, :, None], self.drawn.shape[1], axis=2)
        rows = self.uncertain[chosen]
        keys = np.column_stack([self.grouping.cell[outflows.account[rows]], day[rows], self.factor[chosen]])
        alike, place = np.unique(keys, axis=0, return_inverse=True)
        means = np.bincount(place.ravel(), outflows.amount[rows] * change.outflow_factor[rows])
        for (cell, when, index), mean in zip(alike.tolist(), means.tolist(), strict=True):
            cube[cell, when] -= np.rint(self.drawn[index] * mean).astype(np.int64)
        return cube

    def regrouped(self, grouping: Grouping) -> Payments:
        """Return the same draws in other cells."""
        return replace(self, grouping=grouping)


def draw_payments(position: Position, draws: Draws, grouping: Grouping) -> Payments:
    """Draw the amounts that are uncertain: each on its own, those of a month alike, all alike with demand."""
    outflows = position.outflows
    unsure = (outflows.bill < 0) & (outflows.chance < 1)
    variance = outflows.spread**2 + outflows.lasting**2 + outflows.monthly**2
    rows = np.flatnonzero((variance > 0) | unsure)
    off = outflows.spread[rows, None] * draws.normals("outflows", len(rows), draws.settings.paths)
    amounts = np.exp(off + _alike(position, draws, rows) - variance[rows, None] / 2)
    amounts[unsure[rows]] *= _made(outflows.chance[unsure], draws)
    timed, factor, days = draw_timing(position, draws)
    uncertain = np.concatenate([rows, timed])
    return Payments(
        position,
        grouping,
        uncertain,
        np.concatenate([np.arange(len(rows)), len(rows) + factor]),
        np.concatenate([amounts, days]),
    )


def _alike(position: Position, draws: Draws, rows: Ints) -> Floats:
    """Return how far payments are off alike, ``[rows, paths]`` in logarithms: all of them, and by month."""
    outflows, paths = position.outflows, draws.settings.paths
    off, some = np.zeros((len(rows), paths)), (outflows.lasting + outflows.monthly)[rows] > 0
    if some.any():
        own, days = rows[some], np.datetime64(position.cut) + outflows.day[rows[some]]
        month = (days.astype("M8[M]") - np.datetime64(position.cut, "M")).astype(np.int64)
        every = draws.normals("purchases by month", int(month.max()) + 1, paths)
        share = outflows.demand_share[own, None]
        lasting = np.sqrt(share) * draws.demand + np.sqrt(1 - share) * draws.normals("purchases", 1, paths)
        off[some] = outflows.lasting[own, None] * lasting + outflows.monthly[own, None] * every[month]
    return off


def _made(chance: Floats, draws: Draws) -> Floats:
    """Draw whether uncertain payments are made: over what is expected, 0 where they are not."""
    from scipy.special import ndtri

    made = draws.normals("made", len(chance), draws.settings.paths) < ndtri(chance)[:, None]
    return np.divide(made, chance[:, None], out=np.zeros(made.shape), where=chance[:, None] > 0)


def draw_residuals(position: Position, draws: Draws) -> Cube:
    """Draw movements without a document, ``[accounts, horizon, paths]``; a day leans on the day before."""
    residuals, horizon, paths = position.residuals, draws.settings.horizon, draws.settings.paths
    mean, deviation = residuals.mean[:, :horizon], residuals.deviation[:, :horizon]
    cube = np.repeat(mean[:, :, None], paths, axis=2)
    for account in np.flatnonzero((deviation > 0).any(axis=1)).tolist():
        kept = residuals.persistence[account]
        noise = draws.normals(f"residual {position.accounts.ids[account]}", horizon, paths)
        noise[1:] *= np.sqrt(1 - kept**2)
        for day in range(1, horizon):
            noise[day] += kept * noise[day - 1]
        cube[account] += np.rint(deviation[account, :, None] * noise).astype(np.int64)
    return cube


def forwards(position: Position, horizon: int) -> Cube:
    """Return the legs of currency contracts: ``[accounts, horizon, 1]``."""
    legs, cube = position.forwards, np.zeros((len(position.accounts.ids), horizon), np.int64)
    due = (legs.day >= 1) & (legs.day <= horizon)
    days = legs.day[due] - 1
    np.add.at(cube, (legs.into[due], days), legs.bought[due])
    np.subtract.at(cube, (legs.out_of[due], days), legs.sold[due])
    return cube[:, :, None]
