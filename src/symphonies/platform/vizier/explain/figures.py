"""The figures an explanation is made from, asked of the semantic layer under the principal's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from symphonies.kernel import Period
from symphonies.platform.security import Scope
from symphonies.platform.semantics import Filter, MetricQuery, SemanticLayer

Key = tuple[str | None, ...]


@dataclass(frozen=True)
class Asker:
    """Asks for one principal, always under the same conditions."""

    layer: SemanticLayer
    scope: Scope
    where: tuple[Filter, ...] = ()

    def total(self, metric: str, period: Period, *further: Filter) -> float | None:
        """Return one figure; None where there are no rows."""
        groups = self.groups(metric, period, (), *further)
        return groups.get(())

    def groups(self, metric: str, period: Period, by: Sequence[str], *further: Filter) -> dict[Key, float]:
        """Return the figures of the groups that have one."""
        return {key: value for key, (value, _) in self.labelled(metric, period, by, *further).items()}

    def labelled(
        self, metric: str, period: Period, by: Sequence[str], *further: Filter
    ) -> dict[Key, tuple[float, str]]:
        """Return the figures and the labels of the groups that have one."""
        asked = MetricQuery((metric,), by=tuple(by), period=period, where=(*self.where, *further))
        rows = self.layer.run(asked, self.scope).rows.to_pylist()
        return {
            tuple(None if row[path] is None else str(row[path]) for path in by): (
                float(row[metric]),
                " · ".join(_label(row, path) for path in by),
            )
            for row in rows
            if row[metric] is not None
        }

    def narrowed(self, *further: Filter) -> Asker:
        """Return one that asks under further conditions."""
        return replace(self, where=(*self.where, *further))


def _label(row: dict[str, object], path: str) -> str:
    told = row.get(f"{path}__label")
    value = told if told is not None else row[path]
    return "none" if value is None else str(value)
