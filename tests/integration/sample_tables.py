"""The sample company's rows as engines read them, straight from the generator."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date

import pandas as pd
import pyarrow as pa

from symphonies.kernel import NotFoundError
from symphonies.platform.lakehouse import discover_products
from symphonies.platform.samples import AS_OF, Plant, SampleCompany


class SampleTables:
    """Landed tables of a sample company; a model's table is made from its own where engines need it."""

    def __init__(self, *, seed: int = 7, scale: float = 0.1, as_of: date = AS_OF) -> None:
        company = SampleCompany(discover_products(()), seed=seed, scale=scale, as_of=as_of)
        self.frames = {f"{product}.{name}": _frame(rows) for product, name, rows in company.tables()}
        self.planted: tuple[Plant, ...] = company.planted
        ledger = self.frames["corporate.ledger_line"]
        accounts = self.frames["corporate.gl_account"].set_index("account_id")
        earned = ledger.assign(
            section=ledger["account_id"].map(accounts["section"]),
            amount=-ledger["amount"],
        )
        kinds = accounts[accounts["class"].isin(["income", "expense"])].index
        self.frames["corporate.pnl_line"] = earned[earned["account_id"].isin(kinds)]

    def copy(self) -> SampleTables:
        """Returns the same tables, to put others in the place of some."""
        found = copy(self)
        found.frames = dict(self.frames)
        return found

    def read(self, table: str, columns: Sequence[str]) -> pd.DataFrame:
        """Returns columns of a table."""
        if table not in self.frames:
            raise NotFoundError(f"There is no table {table!r}.")
        frame = self.frames[table]
        missing = {name: None for name in columns if name not in frame}
        return frame.assign(**missing)[list(columns)]


def _frame(rows: pa.Table) -> pd.DataFrame:
    plain = []
    for field in rows.schema:
        if pa.types.is_decimal(field.type):
            plain.append(field.with_type(pa.float64()))
        elif pa.types.is_date(field.type) or pa.types.is_timestamp(field.type):
            plain.append(field.with_type(pa.timestamp("ns")))
        else:
            plain.append(field)
    return rows.cast(pa.schema(plain)).to_pandas()
