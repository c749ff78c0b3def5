"""The pages of the metrics: what each means and how it is computed."""

from __future__ import annotations

from itertools import groupby

from symphonies.platform.semantics import Catalog, Metric
from tools.reference.markdown import code, hours, listed, table

TYPES = {
    "F": "flow: adds up over groups and time",
    "S": "stock: adds up over groups, not over time",
    "R": "ratio: computed anew for every group and period",
    "Q": "quantile or mean of events: computed anew for every group and period",
    "D": "distinct count: computed anew for every group and period",
    "X": "output of a model: served as the model gives it",
}
GOOD = {"up": "more", "down": "less", "band": "inside its band", "none": "neither"}


def index(catalog: Catalog) -> str:
    """Every metric that is not hidden, with what its type means."""
    text = "# Metrics\n\nThe type decides how a metric may be rolled up:\n\n"
    text += table(("Type", "Rolls up as"), [(code(kind), meaning) for kind, meaning in TYPES.items()])
    rows = [
        (f"[{it.id}](metrics/{it.product}.md#{_anchor(it.id)})", it.title, code(it.type), it.unit)
        for it in _shown(catalog)
    ]
    return text + "\n" + table(("Metric", "Title", "Type", "Unit"), rows)


def pages(catalog: Catalog) -> dict[str, str]:
    """One page for the metrics of each product, by product."""
    return {
        product: f"# Metrics of {product}\n\nTables and columns: [{product}](../products/{product}.md).\n"
        + "".join(_metric(it) for it in metrics)
        for product, metrics in groupby(_shown(catalog), key=lambda it: it.product)
    }


def _shown(catalog: Catalog) -> list[Metric]:
    return sorted((it for it in catalog.metrics if not it.hidden), key=lambda it: (it.product, it.id))


def _anchor(name: str) -> str:
    return name.replace(".", "")


def _possible(it: Metric) -> str:
    least, most = it.possible or (None, None)
    if least is None or most is None:
        return f"from {least:g}" if least is not None else f"up to {most:g}" if most is not None else ""
    return f"{least:g} to {most:g}"


def _metric(it: Metric) -> str:
    facts = [
        ("Computed as", code(it.text) + (f" over {code(it.fact)}" if it.fact else "")),
        ("Type, unit, good", f"{code(it.type)}, {it.unit}, {GOOD[it.direction]}"),
        ("Owner", f"{it.owner}, fresh within {hours(it.freshness.total_seconds())}"),
        ("Usual grain", str(it.default_grain)),
        ("Target", code(it.target)),
        ("Band", " to ".join(f"{edge:g}" for edge in it.band) if it.band else ""),
        ("Possible", _possible(it)),
        ("Only by", listed(it.dimensions) if it.dimensions is not None else ""),
        ("Also called", ", ".join(it.synonyms)),
        ("Standards", ", ".join(f"{name} {number}" for name, number in it.framework.items())),
        ("Model", code(it.model)),
    ]
    facts += [(f"Variant {code(name)}", f"{v.title}: {code(v.text)}") for name, v in it.variants.items()]
    rows = [(what, value) for what, value in facts if value]
    return f"\n## {it.id}\n\n**{it.title}.** {it.description}\n\n" + table(("", ""), rows)
