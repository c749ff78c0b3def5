"""What was known on a day, read from tables as they are today."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from .guard import refuse

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")


class Tables(Protocol):
    """The published tables of the products."""

    def read(self, table: str, columns: Sequence[str]) -> pd.DataFrame:
        """Returns columns of a table such as ``invoicing.invoices``; days and instants as datetime64.

        Raises:
            NotFoundError: there is no such table or column.
        """
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """When what a table says became known.

    Attributes:
        row: the column with the day from which a row is known; None for a table that always was.
        later: by column that is filled in afterwards, the column with the day of that; a day is its own.
        ahead: columns with days that are planned, and may lie in the future, such as when something is due.
    """

    row: str | None
    later: Mapping[str, str] = field(default_factory=dict)
    ahead: frozenset[str] = frozenset()

    @property
    def days(self) -> frozenset[str]:
        """The columns that say when something became known."""
        return frozenset(self.later.values()) | ({self.row} if self.row else frozenset())


class Remembering:
    """Tables that are read once, with what was worked out of them, for as long as one test runs."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._read: dict[tuple[str, ...], pd.DataFrame] = {}
        self.known: dict[tuple[str, date], tuple[Any, str]] = {}
        """By name and day: what was worked out, and the hash of what was read for it."""

    def read(self, table: str, columns: Sequence[str]) -> pd.DataFrame:
        """Returns columns of a table."""
        key = (table, *columns)
        if key not in self._read:
            self._read[key] = self._tables.read(table, columns)
        return self._read[key].copy(deep=False)


class Knowledge:
    """Tables as they looked at the end of a day."""

    def __init__(self, tables: Tables, cut: date) -> None:
        self.cut = cut
        """The last day that is known."""
        self._tables = tables
        self._hash = hashlib.sha256()

    def read(self, table: str, columns: Sequence[str], known: Known) -> pd.DataFrame:
        """Returns the rows known on the cut; what was filled in later is missing.

        Args:
            table: such as ``invoicing.invoices``.
            columns: which to return.
            known: when its rows and columns became known.

        Raises:
            LeakError: a day after the cut is left in a column that is not said to be planned ahead.
            NotFoundError: there is no such table or column.
        """
        wanted = dict.fromkeys([*columns, *sorted(known.days)])
        found = self._mask(self._tables.read(table, list(wanted)), known)
        self._refuse_leaks(table, found, known)
        kept = found[list(dict.fromkeys(columns))].reset_index(drop=True)
        self._remember(table, kept)
        return kept

    def earlier(self, cut: date) -> Knowledge:
        """Returns what was known on a day no later than this one's, to learn from the past how wrong one is.

        What is read there counts as read here.

        Raises:
            LeakError: the day is later.
        """
        if cut > self.cut:
            refuse("knowledge", 1, cut, self.cut)
        found = Knowledge(self._tables, cut)
        found._hash = self._hash
        return found

    def once(self, name: str, work: Callable[[Knowledge], T]) -> T:
        """Returns what is worked out of this knowledge; over `Remembering` tables, once for a name and day.

        What is read for it counts as read here, each time.

        Args:
            name: of the work; equal names must do equal work.
            work: takes this knowledge.
        """
        known = self._tables.known if isinstance(self._tables, Remembering) else {}
        key = (name, self.cut)
        if key not in known:
            own = Knowledge(self._tables, self.cut)
            known[key] = work(own), own.data_hash
        found, read = known[key]
        self._hash.update(read.encode())
        return found

    @property
    def data_hash(self) -> str:
        """SHA-256 of all that was read so far: equal knowledge, equal hash."""
        return self._hash.hexdigest()

    def _mask(self, rows: pd.DataFrame, known: Known) -> pd.DataFrame:
        import pandas as pd

        end = pd.Timestamp(self.cut) + pd.Timedelta(days=1)
        if known.row:
            rows = rows[pd.to_datetime(rows[known.row]) < end]
        hidden = {day: ~(pd.to_datetime(rows[day]) < end) for day in set(known.later.values())}
        masked = {name: rows[name].mask(hidden[day]) for name, day in known.later.items() if name in rows}
        masked |= {day: rows[day].mask(mask) for day, mask in hidden.items()}
        return rows.assign(**masked)

    def _refuse_leaks(self, table: str, rows: pd.DataFrame, known: Known) -> None:
        import pandas as pd

        end = pd.Timestamp(self.cut) + pd.Timedelta(days=1)
        for name in rows.select_dtypes("datetime").columns:
            late = rows[name] >= end
            if name not in known.ahead and late.any():
                refuse(f"{table}.{name}", int(late.sum()), rows[name][late].iloc[0], self.cut)

    def _remember(self, table: str, rows: pd.DataFrame) -> None:
        import pandas as pd

        self._hash.update(f"{table}|{'|'.join(map(str, rows.columns))}|{len(rows)}\n".encode())
        each = pd.util.hash_pandas_object(rows, index=False).to_numpy()
        each.sort()  # the order of rows says nothing
        self._hash.update(each.tobytes())
