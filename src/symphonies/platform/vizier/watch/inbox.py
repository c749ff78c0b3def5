"""The inbox: items kept in the records, so that nobody is told twice and nothing is lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from symphonies.kernel import did_you_mean
from symphonies.platform.records import Record, RecordNotFoundError, Records
from symphonies.platform.vizier.watch.errors import ItemUnknownError
from symphonies.platform.vizier.watch.items import Item, State, acknowledge, first_seen, looked, snooze

KIND = "attention"
WATCHER = "watch"
"""Who writes what nobody did by hand."""


class Inbox:
    """Attention items of one store; the same id is the same thing."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def update(self, found: Collection[str], at: datetime) -> tuple[Item, ...]:
        """Take in what a look found, and return every item that is not resolved.

        All items change together or not at all.
        """
        with self._records.transaction() as records:
            known = {item.id: (item, record) for item, record in _all(records)}
            for id in sorted({*found, *known}):
                before = known.get(id)
                after = first_seen(id, at) if before is None else looked(before[0], found=id in found, at=at)
                if before is None or after != before[0]:
                    version = 0 if before is None else before[1].version
                    records.put(KIND, id, _body(after), by=WATCHER, expected=version)
        return self.open()

    def open(self) -> tuple[Item, ...]:
        """Return the items that are not resolved, the oldest first."""
        items = (item for item, _ in _all(self._records))
        return tuple(
            sorted(
                (each for each in items if each.state is not State.RESOLVED), key=lambda each: each.opened_at
            )
        )

    def acknowledge(self, id: str, *, by: str, at: datetime) -> Item:
        """Note that somebody deals with an item.

        Raises:
            ItemUnknownError: there is no such item.
            TransitionRefusedError: it is resolved.
        """
        item, version = self._get(id)
        return self._write(acknowledge(item, by=by, at=at), by, version)

    def snooze(self, id: str, *, by: str, at: datetime, until: datetime) -> Item:
        """Put an item off.

        Raises:
            ItemUnknownError: there is no such item.
            TransitionRefusedError: it is resolved, or the instant is past.
        """
        item, version = self._get(id)
        return self._write(snooze(item, by=by, at=at, until=until), by, version)

    def _get(self, id: str) -> tuple[Item, int]:
        try:
            record = self._records.get(KIND, id)
        except RecordNotFoundError:
            known = [item.id for item, _ in _all(self._records)]
            raise ItemUnknownError(
                f"There is no attention item {id!r}.", hint=did_you_mean(id, known)
            ) from None
        return _item(record.body), record.version

    def _write(self, item: Item, by: str, version: int) -> Item:
        self._records.put(KIND, item.id, _body(item), by=by, expected=version)
        return item


def _all(records: Records) -> list[tuple[Item, Record]]:
    return [(_item(record.body), record) for record in records.find(KIND, limit=1_000_000)]


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
