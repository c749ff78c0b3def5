"""The inbox: items kept in the records, so that nobody is told twice and nothing is lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from symphonies.kernel import did_you_mean
from symphonies.platform.records import Record, RecordNotFoundError, Records
from symphonies.platform.vizier.watch.errors import ItemUnknownError, TransitionRefusedError
from symphonies.platform.vizier.watch.grouping import Finding
from symphonies.platform.vizier.watch.items import (
    CONFIRM,
    Item,
    State,
    accept,
    acknowledge,
    first_seen,
    looked,
    snooze,
)
from symphonies.platform.vizier.watch.rebasing import Baseline, baselines_of

KIND = "attention"
BASELINE = "attention_baseline"
"""Levels that people took for usual."""
WATCHER = "watch"
"""Who writes what nobody did by hand."""


class Inbox:
    """Attention items of one store; the same id is the same thing.

    Those who may see different things have inboxes of their own, by ``audience``: what one cannot see is
    neither told to them nor resolved because they did not find it.
    """

    def __init__(self, records: Records, audience: str = "") -> None:
        self._records = records
        self._prefix = f"{audience}/" if audience else ""

    def update(self, found: Collection[str], at: datetime, *, confirm: int = CONFIRM) -> tuple[Item, ...]:
        """Take in what a look found, and return every item that is not resolved.

        All items change together or not at all.

        Args:
            found: ids of what is unusual.
            at: when it was looked.
            confirm: how many looks in a row must find something before it is told.
        """
        with self._records.transaction() as records:
            known = {item.id: (item, record) for item, record in self._all(records)}
            for id in sorted({*found, *known}):
                before = known.get(id)
                if before is None:
                    after = first_seen(id, at, confirm=confirm)
                else:
                    after = looked(before[0], found=id in found, at=at, confirm=confirm)
                if before is None or after != before[0]:
                    version = 0 if before is None else before[1].version
                    records.put(KIND, self._prefix + id, _body(after), by=WATCHER, expected=version)
        return self.open()

    def open(self) -> tuple[Item, ...]:
        """Return the items that are not closed, the oldest first."""
        items = (item for item, _ in self._all(self._records))
        return tuple(
            sorted((each for each in items if not each.state.closed), key=lambda each: each.opened_at)
        )

    def acknowledge(self, id: str, *, by: str, at: datetime) -> Item:
        """Note that somebody deals with an item.

        Raises:
            ItemUnknownError: there is no such item.
            TransitionRefusedError: it is closed.
        """
        item, version = self._get(id)
        return self._write(acknowledge(item, by=by, at=at), by, version)

    def snooze(self, id: str, *, by: str, at: datetime, until: datetime) -> Item:
        """Put an item off.

        Raises:
            ItemUnknownError: there is no such item.
            TransitionRefusedError: it is closed, or the instant is past.
        """
        item, version = self._get(id)
        return self._write(snooze(item, by=by, at=at, until=until), by, version)

    def accept(self, finding: Finding, *, by: str, at: datetime) -> Item:
        """Take what lasts of a finding for the usual level from its first day on; its item closes.

        Raises:
            ItemUnknownError: there is no such item.
            TransitionRefusedError: it is closed, or it has passed.
        """
        levels = [each.body() for each in baselines_of(finding)]
        item, version = self._get(finding.id)
        after = accept(item, by=by, at=at)
        with self._records.transaction() as records:
            records.put(KIND, self._prefix + item.id, _body(after), by=by, expected=version)
            records.put(
                BASELINE, self._prefix + item.id, {"id": item.id, "levels": levels}, by=by, expected=0
            )
        return after

    def over(self, id: str) -> TransitionRefusedError:
        """Return why an item that no look finds cannot change any more.

        Raises:
            ItemUnknownError: there never was such an item.
        """
        self._get(id)
        return TransitionRefusedError(
            f"Item {id!r} is no longer unusual.", hint="It opens again by itself when it recurs."
        )

    def baselines(self) -> tuple[Baseline, ...]:
        """Return every level that was taken for usual, the oldest first."""
        kept = self._records.find(BASELINE, limit=1_000_000)
        own = (each.body for each in kept if each.id == self._prefix + each.body["id"])
        levels = [Baseline.of(level) for body in own for level in body["levels"]]
        return tuple(sorted(levels, key=lambda each: each.since))

    def _get(self, id: str) -> tuple[Item, int]:
        try:
            record = self._records.get(KIND, self._prefix + id)
        except RecordNotFoundError:
            known = [item.id for item, _ in self._all(self._records)]
            raise ItemUnknownError(
                f"There is no attention item {id!r}.", hint=did_you_mean(id, known)
            ) from None
        return _item(record.body), record.version

    def _write(self, item: Item, by: str, version: int) -> Item:
        self._records.put(KIND, self._prefix + item.id, _body(item), by=by, expected=version)
        return item

    def _all(self, records: Records) -> list[tuple[Item, Record]]:
        every = ((_item(record.body), record) for record in records.find(KIND, limit=1_000_000))
        return [(item, record) for item, record in every if record.id == self._prefix + item.id]


def _body(item: Item) -> dict[str, Any]:
    dated = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(item).items()
    }
    return {**dated, "state": item.state.value}


def _item(body: Mapping[str, Any]) -> Item:
    until = body["until"]
    return Item(
        body["id"],
        State(body["state"]),
        datetime.fromisoformat(body["opened_at"]),
        datetime.fromisoformat(body["changed_at"]),
        body["found"],
        body["missed"],
        body["by"],
        None if until is None else datetime.fromisoformat(until),
    )
