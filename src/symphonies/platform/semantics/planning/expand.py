"""First rewrite: formulas to arithmetic over leaves, refusing roll-ups that would be wrong."""

from __future__ import annotations

from collections.abc import Mapping

from symphonies.kernel import Grain
from symphonies.platform.semantics.catalog.catalog import Catalog
from symphonies.platform.semantics.catalog.formula import Binary, Call, Negation, Node, Number, Reference
from symphonies.platform.semantics.catalog.metric import Metric, MetricType
from symphonies.platform.semantics.errors import RollupRefusedError
from symphonies.platform.semantics.planning.reach import SPANS, Reach, Step
from symphonies.platform.semantics.planning.terms import (
    Constant,
    CountBack,
    Days,
    Leaf,
    LeafValue,
    Operation,
    Term,
)


def expand(metric_id: str, catalog: Catalog, variants: Mapping[str, str], reach: Reach = ()) -> Term:
    """Return a metric as a term over leaves.

    Args:
        metric_id: The metric.
        catalog: Where its parts are defined.
        variants: Metric id -> the variant to use, for the metric and its parts.
        reach: The moves that apply to everything in it.

    Raises:
        RollupRefusedError: When a function of time would give a wrong figure for a part.
        MetricUnknownError: When a metric or variant does not exist.
    """
    metric = catalog.definition(metric_id, variants.get(metric_id))
    if metric.formula is None:
        _check_leaf(metric, reach)
        return LeafValue(Leaf(metric.id, reach))
    return _Expansion(metric, catalog, variants).term(metric.formula, reach)


class _Expansion:
    def __init__(self, metric: Metric, catalog: Catalog, variants: Mapping[str, str]) -> None:
        self.metric = metric
        self.catalog = catalog
        self.variants = variants

    def term(self, node: Node, reach: Reach) -> Term:
        match node:
            case Number(value):
                return Constant(value)
            case Reference(name):
                return expand(name, self.catalog, self.variants, reach)
            case Negation(operand):
                return Operation("neg", (self.term(operand, reach),))
            case Binary(operator, left, right):
                return Operation(operator, (self.term(left, reach), self.term(right, reach)))
            case Call():
                return self.call(node, reach)

    def call(self, node: Call, reach: Reach) -> Term:
        grain = node.grain or Grain.MONTH
        match node.function:
            case "trailing" | "to_date":
                return self.term(
                    node.operands[0], self.spanned(reach, Step(node.function, node.count, grain))
                )
            case "offset":
                return self.term(node.operands[0], (*reach, Step("shift", node.count, grain)))
            case "days":
                return Days(reach)
            case "trailing_days":
                return Days((*reach, Step("trailing", node.count, grain)))
            case "count_back":
                return self.count_back(node, reach)
            case _:
                return Operation(node.function, tuple(self.term(operand, reach) for operand in node.operands))

    def count_back(self, node: Call, reach: Reach) -> CountBack:
        stock, flow = node.operands
        months = [(*reach, Step("back", number, Grain.MONTH)) for number in range(node.count)]
        return CountBack(
            self.term(stock, reach),
            tuple(self.term(flow, month) for month in months),
            tuple(Days(month) for month in months),
        )

    def spanned(self, reach: Reach, step: Step) -> Reach:
        if any(each.kind in SPANS for each in reach):
            raise RollupRefusedError(
                f"Metric {self.metric.id} sums over time what is already summed over time.",
                hint="Use one trailing or to_date around plain metrics.",
                metric=self.metric.id,
            )
        return (*reach, step)


def _check_leaf(metric: Metric, reach: Reach) -> None:
    summed = any(step.kind in SPANS or step.kind == "back" for step in reach)
    if not summed:
        return
    if metric.stock is not None:
        raise RollupRefusedError(
            f"{metric.title} ({metric.id}) is a stock: its values are never summed over time.",
            hint="Take its value at the period's end, or sum the flow behind it.",
            metric=metric.id,
        )
    if metric.type is MetricType.MODEL and not metric.additive_over_time:
        raise RollupRefusedError(
            f"{metric.title} ({metric.id}) is the output of a model: "
            "it cannot be recomputed over other periods.",
            hint="Ask for it by period.",
            metric=metric.id,
        )
