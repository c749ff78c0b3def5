"""``symphonies forecast``: any table of series, with bands that were tested."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from symphonies.app.cli.options import AsJson
from symphonies.app.cli.tables import text_table

if TYPE_CHECKING:
    from symphonies.platform.learning import Forecasts

DEFAULT_LEVELS = "50,80,95"


def forecast_file(
    file: Annotated[Path, typer.Argument(help="CSV with the columns ds and y, and unique_id for several.")],
    horizon: Annotated[int, typer.Option(min=1, help="How many points ahead.")],
    freq: Annotated[
        str | None, typer.Option(help="hour, day, business_day, week, month, quarter or year.")
    ] = None,
    season: Annotated[int | None, typer.Option(min=1, help="How many points make a season.")] = None,
    levels: Annotated[str, typer.Option(help="What bands should cover, in percent.")] = DEFAULT_LEVELS,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Forecast every series of a table."""
    # the engines take a second to load; no other command waits for them
    from symphonies.platform.learning import forecast, frequency_named, read_table

    table = read_table(file, frequency=frequency_named(freq) if freq else None, season=season)
    found = forecast(table.series, horizon, _levels(levels))
    rows = list(_rows(found))
    if as_json:
        print(json.dumps(_document(found, rows, table.refused), indent=2))
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    else:
        print(text_table(list(rows[0]), rows))
        print("\n".join(_remarks(found)))
    for name, reason in () if as_json else table.refused.items():
        print(f"not forecast: {name}: {reason}", file=sys.stderr)


def _levels(text: str) -> list[float]:
    from symphonies.platform.learning import SeriesInvalidError

    try:
        return [float(part) / 100 for part in text.split(",")]
    except ValueError:
        raise SeriesInvalidError(
            f"The levels are {text!r}.", hint="Give percents with commas: --levels 50,80,95."
        ) from None


def _rows(found: Forecasts) -> Iterator[dict[str, Any]]:
    levels = sorted({level for one in found.series for level in one.bands})
    for one in found.series:
        for step in range(len(one.mean)):
            row: dict[str, Any] = {
                "unique_id": one.series.name,
                "ds": one.series.stamp(step + 1),
                "forecast": float(one.mean[step]),
            }
            for level in levels:
                low, high = one.bands.get(level, (None, None))
                row[f"low_{level * 100:g}"] = None if low is None else float(low[step])
                row[f"high_{level * 100:g}"] = None if high is None else float(high[step])
            yield row


def _document(found: Forecasts, rows: list[dict[str, Any]], refused: Mapping[str, str]) -> dict[str, Any]:
    card = found.scorecard
    return {
        "forecasts": rows,
        "notes": {one.series.name: list(one.notes) for one in found.series if one.notes},
        "methods": {one.series.name: dict(one.members) for one in found.series},
        "refused": dict(refused),
        "backtest": {
            "forecasts": card.forecasts,
            "smape": card.smape,
            "mase": card.mase,
            "wmape": card.wmape,
            "coverage": {f"{level * 100:g}": share for level, share in card.coverage.items()},
        },
    }


def _remarks(found: Forecasts) -> Iterator[str]:
    card = found.scorecard
    if card.smape is None:
        yield "\nThe history is too short to test such a forecast, so there are no bands."
    else:
        bands = ", ".join(f"{level:.0%} band {share:.0%}" for level, share in card.coverage.items())
        scaled = "" if card.mase is None else f", MASE {card.mase:.2f}"
        error = f"sMAPE {card.smape:.1f} %{scaled}"
        covered = f"; covered: {bands}" if bands else ""
        yield f"\nBefore, over {card.forecasts} forecasts: {error}{covered}."
    for one in found.series:
        for note in one.notes:
            yield f"{one.series.name}: {note}"


def register(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command("forecast")(forecast_file)
