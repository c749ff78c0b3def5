"""A store on disk: one owner, large files in little memory, and nothing left behind by a failed load."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

from symphonies.platform.lakehouse import LakehouseSettings, open_engine

CONTRACT = """\
id: shop
title: Shop
description: For tests.
domain: finance
symphony: cfo
version: 1.0.0
owner: {team: Shopkeepers, email: shop@example.com}
tables:
  sale:
    description: One row per sale.
    key: [sale_id]
    columns:
      sale_id: {type: string, meaning: Number, required: true}
      note: {type: string, meaning: What was said}
      amount: {type: decimal, meaning: How much, required: true, minimum: 0}
"""
LOADER = """\
    import resource, sys
    from pathlib import Path
    from symphonies.platform.connectors import load
    from symphonies.platform.lakehouse import Lakehouse, LakehouseSettings, load_product, open_engine

    folder = Path(sys.argv[1])
    engine = open_engine(LakehouseSettings(store=folder / "store", memory_limit="120MB", threads=2))
    house = Lakehouse(engine, [load_product(folder)], folder / "store")
    house.prepare()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = load(house, "shop", place=str(folder / "sale.csv")).reports[0]
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(report.read, report.landed, report.quarantined, (after - before) // 1024)
    engine.close()
"""


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_large_file_streams_through_little_memory(tmp_path):
    (tmp_path / "product.yaml").write_text(CONTRACT)
    rows = 500_000
    with (tmp_path / "sale.csv").open("w") as file:
        file.write("sale_id,note,amount\n")
        for first in range(0, rows, 10_000):
            file.writelines(
                f"S{number},{number * 7919:x}{'-' * 90},{number % 1000 - 1}.50\n"
                for number in range(first, first + 10_000)
            )
    size = (tmp_path / "sale.csv").stat().st_size
    done = run(LOADER, tmp_path)
    assert done.returncode == 0, done.stderr
    read, landed, quarantined, megabytes = map(int, done.stdout.split())
    assert (read, landed, quarantined) == (rows, rows - 500, 500)
    assert size > 50_000_000
    # The engine may take 120 MB and Arrow some blocks of 8 MB; the file, its parse and its checks are not held.
    assert megabytes < 400


def test_one_process_owns_the_store(tmp_path):
    engine = open_engine(LakehouseSettings(store=tmp_path))
    opener = """\
        import sys
        from symphonies.platform.lakehouse import EngineLockedError, LakehouseSettings, open_engine
        try:
            open_engine(LakehouseSettings(store=sys.argv[1]))
        except EngineLockedError as locked:
            print(locked.code, locked.retryable, locked.message)
    """
    done = run(opener, tmp_path)
    engine.close()
    assert done.stdout.startswith("ENGINE_LOCKED True The store ")
    assert "is in use by another process (process " in done.stdout
