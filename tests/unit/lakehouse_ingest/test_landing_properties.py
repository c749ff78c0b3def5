"""Whatever is loaded in whatever order: nothing is lost, and the current table is the last good word."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from symphonies.kernel import FixedClock
from symphonies.platform.lakehouse import DuckDBEngine, Lakehouse, load_product
from tests.unit.lakehouse_ingest.conftest import CONTRACT

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["S1", "S2", "S3", "bad", ""]),
        st.sampled_from(["1", "2", "-1", "x", ""]),
        st.sampled_from(["EUR", "USD", "???"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=15, deadline=None)
@given(loads=st.lists(ROWS, min_size=1, max_size=4))
def test_every_row_is_landed_known_or_set_aside(loads):
    with TemporaryDirectory() as folder:
        (Path(folder) / "product.yaml").write_text(CONTRACT)
        engine = DuckDBEngine(threads=1)
        house = Lakehouse(
            engine, [load_product(Path(folder))], Path(folder), FixedClock(datetime(2024, 6, 30, tzinfo=UTC))
        )
        house.prepare()
        expected: dict[str, tuple[str | None, str]] = {}
        seen: list[object] = []
        for rows in loads:
            table = pa.table(
                {
                    "sale_id": [row[0] for row in rows],
                    "amount": [row[1] for row in rows],
                    "currency": [row[2] for row in rows],
                    "sold_on": ["2024-01-01"] * len(rows),
                }
            )
            report = house.land("shop", "sale", table)
            good: dict[str, tuple[str | None, str]] = {}
            for key, amount, currency in rows:
                if key.startswith("S") and amount not in ("x", "-1") and currency != "???":
                    good.setdefault(key, (amount or None, currency))
            assert report.read == len(rows)
            assert report.read == report.landed + report.unchanged + report.quarantined
            assert report.quarantined == len(rows) - len(good)
            if not report.repeated:
                expected |= good
            assert report.repeated or rows not in seen
            seen.append(rows)
        found = engine.execute(
            "SELECT sale_id, amount::INTEGER::VARCHAR AS a, currency FROM shop.sale"
        ).to_pylist()
        assert {row["sale_id"]: (row["a"], row["currency"]) for row in found} == expected
        engine.close()
