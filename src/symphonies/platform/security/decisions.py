"""Asking Cedar: tables and fields by full evaluation, rows by partial evaluation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cedarpy
from sqlglot import exp

from symphonies.platform.security.matters import Decide, Matter, Ruling
from symphonies.platform.security.policyfiles import Policy
from symphonies.platform.security.principal import Principal
from symphonies.platform.security.residual import (
    Condition,
    NotUnderstood,
    both,
    compile_residual,
    either,
    negate,
)
from symphonies.platform.security.resources import TableResource
from symphonies.platform.security.scope import Scope, TableScope
from symphonies.platform.security.vocabulary import (
    MATTER,
    READ,
    READ_FIELD,
    READ_ROW,
    VIEW,
    matter_entity,
    principal_entity,
    row_type,
    uid,
)

_Residual = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class _Answer:
    allowed: bool
    policies: tuple[str, ...]


@dataclass(frozen=True)
class Decisions:
    """The policies bound to the tables of one company."""

    policies: Sequence[Policy]
    policy_set: cedarpy.PolicySet
    entities: cedarpy.Entities
    resources: Mapping[str, TableResource]
    resources_hash: str

    def scope(self, principal: Principal) -> Scope:
        """Decide every table for one principal."""
        entities = self.entities.with_added_json_str(json.dumps([principal_entity(principal)]))
        reads = self._ask(principal, entities, READ, [("Table", name) for name in self.resources])
        open_tables = [self.resources[name] for (_, name), answer in reads.items() if answer.allowed]
        fields = [("Field", f"{table.name}.{name}") for table in open_tables for name in table.columns]
        shown = self._ask(principal, entities, READ_FIELD, fields)
        residuals = self._row_residuals(principal, entities)
        tables = {
            name: self._table(self.resources[name], answer, residuals, shown)
            for (_, name), answer in reads.items()
        }
        return Scope(principal.id, tables, fingerprint(tables))

    def rule(self, principal: Principal, act: Decide, matter: Matter) -> Ruling:
        """Decide whether one principal may do something about a matter."""
        told = [principal_entity(principal), matter_entity(matter)]
        entities = self.entities.with_added_json_str(json.dumps(told))
        thing = (MATTER, matter.id)
        answer = self._ask(principal, entities, act.value, [thing])[thing]
        return Ruling(answer.allowed, answer.policies)

    def openers(self, table: str) -> tuple[str, ...]:
        """Return the permits that can open a table to anybody: the near misses of a refusal."""
        places = {table, self.resources[table].product}
        return tuple(policy.id for policy in self.policies if _may_open(policy.body, places))

    def _ask(
        self, principal: Principal, entities: cedarpy.Entities, action: str, things: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], _Answer]:
        requests = [
            {"principal": uid("User", principal.id), "action": uid("Action", action), "resource": uid(*thing)}
            for thing in things
        ]
        results = cedarpy.is_authorized_batch(requests, self.policy_set, entities) if requests else []
        return {
            thing: _Answer(
                result.allowed and not result.diagnostics.errors, tuple(sorted(result.diagnostics.reasons))
            )
            for thing, result in zip(things, results, strict=True)
        }

    def _row_residuals(self, principal: Principal, entities: cedarpy.Entities) -> list[_Residual] | None:
        """Return what is left of each policy when only the row is unknown; None: Cedar erred."""
        request = {
            "principal": f"User::{json.dumps(principal.id, ensure_ascii=False)}",
            "action": f'Action::"{READ_ROW}"',
            "context": {},
        }
        result = cedarpy.is_authorized_partial(request, self.policy_set, entities)
        if result.diagnostics.errors:
            return None
        return sorted(result.residuals.items())

    def _table(
        self,
        table: TableResource,
        read: _Answer,
        residuals: list[_Residual] | None,
        shown: Mapping[tuple[str, str], _Answer],
    ) -> TableScope:
        condition, deciding = (False, set()) if residuals is None else row_condition(residuals, table)
        row_filter = self._row_filter(condition, table)
        if not read.allowed or condition is False:
            named = read.policies if not read.allowed else tuple(sorted(deciding))
            return TableScope(readable=False, row_filter=row_filter, policies=named)
        answers = {name: shown["Field", f"{table.name}.{name}"] for name in table.columns}
        masked = frozenset(name for name, answer in answers.items() if not answer.allowed)
        named = {*read.policies, *deciding, *(p for answer in answers.values() for p in answer.policies)}
        return TableScope(True, row_filter, masked, tuple(sorted(named)))

    def _row_filter(self, condition: Condition, table: TableResource) -> exp.Expression | None:
        """Return what limits the rows here and in every table that refers here.

        A table that some policy has a row rule for limits its referrers even where the principal
        may see none of its rows; without any rule, a forbidden table limits nobody else.
        """
        if isinstance(condition, exp.Expression):
            return condition
        ruled = condition is False and row_type(table) in self._ruled_types
        return exp.Boolean(this=False) if ruled else None

    @cached_property
    def _ruled_types(self) -> frozenset[str]:
        return frozenset(name for policy in self.policies for name in _types_tested(policy.body))


def row_condition(residuals: Iterable[_Residual], table: TableResource) -> tuple[Condition, set[str]]:
    """Join residual policies to one condition: any permit, and no forbid.

    Returns:
        The condition over bare column names, and the ids of the policies it is made of.
    """
    permitted: Condition = False
    forbidden: Condition = False
    deciding: set[str] = set()
    for name, residual in residuals:
        permits = residual["effect"] == "permit"
        try:
            condition = compile_residual(residual, table)
        except NotUnderstood:
            condition = not permits
        if condition is False:
            continue
        deciding.add(name)
        safe = _null_counts_as(condition, not permits)
        if permits:
            permitted = either(permitted, safe)
        else:
            forbidden = either(forbidden, safe)
    return both(permitted, negate(forbidden)), deciding


def _null_counts_as(condition: Condition, value: bool) -> Condition:
    if isinstance(condition, bool):
        return condition
    return exp.Coalesce(this=condition, expressions=[exp.Boolean(this=value)])


def fingerprint(tables: Mapping[str, TableScope]) -> str:
    """Return a hash that is equal for equal views of the data."""
    told = [
        (name, scope.readable, scope.row_filter and scope.row_filter.sql(), sorted(scope.masked))
        for name, scope in sorted(tables.items())
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _types_tested(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        tested = node.get("entity_type")
        if isinstance(tested, str):
            yield tested
        for part in node.values():
            yield from _types_tested(part)
    elif isinstance(node, list):
        for part in node:
            yield from _types_tested(part)


def _may_open(body: Mapping[str, Any], places: set[str]) -> bool:
    resource, action = body["resource"], body["action"]
    reads = action["op"] == "All" or action.get("entity", {}).get("id") in (READ, VIEW)
    entity = resource.get("entity")
    return body["effect"] == "permit" and reads and (entity is None or entity.get("id") in places)
