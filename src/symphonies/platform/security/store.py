"""Policies applied: one principal and the tables -> what that principal may see of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import cedarpy

from symphonies.kernel import Kept
from symphonies.platform.security.decisions import Decisions
from symphonies.platform.security.errors import PolicyInvalidError
from symphonies.platform.security.matters import Decide, Matter, Ruling
from symphonies.platform.security.policyfiles import BUILT_IN, Policy, policy_set, read_policies
from symphonies.platform.security.principal import Principal
from symphonies.platform.security.resources import TableResource, resources_hash
from symphonies.platform.security.scope import Scope
from symphonies.platform.security.vocabulary import cedar_schema, resource_entities

_KEPT_SCOPES = 512


@dataclass(frozen=True)
class Explanation:
    """Why a principal may or may not see a table."""

    table: str
    readable: bool
    policies: tuple[str, ...]
    """The policies that decided; empty when no permit matched."""
    near_misses: tuple[str, ...]
    """Permits that would open the table to someone else."""
    row_rule: str | None
    """The condition its rows must meet, as SQL; None: every row."""
    masked: tuple[str, ...]

    def __str__(self) -> str:
        if not self.readable:
            others = f" Others get in by {', '.join(self.near_misses)}." if self.near_misses else ""
            return f"{self.table}: forbidden, {_because(self.policies)}.{others}"
        rows = f"rows where {self.row_rule}" if self.row_rule else "every row"
        masks = f", without {', '.join(self.masked)}" if self.masked else ""
        return f"{self.table}: {rows}{masks}, {_because(self.policies)}."


def _because(policies: tuple[str, ...]) -> str:
    return f"by {', '.join(policies)}" if policies else "no permit matched"


class PolicyStore:
    """The policies of a company, and the scopes they give; safe to use from many threads."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self._policies = tuple(policies)
        text = json.dumps([[policy.id, policy.body] for policy in self._policies], sort_keys=True)
        self.hash = hashlib.sha256(text.encode()).hexdigest()
        """Changes with any policy."""
        self._bound: dict[str, Decisions] = {}
        self._scopes: Kept[tuple[str, str], Scope] = Kept(_KEPT_SCOPES)
        self._lock = Lock()

    @classmethod
    def load(
        cls, paths: Iterable[Path] = (), resources: Mapping[str, TableResource] | None = None
    ) -> PolicyStore:
        """Read the built-in policies and those in ``paths`` (files or folders of ``*.cedar``).

        Args:
            paths: More policies: those of the company's store directory.
            resources: The tables to validate the policies against now; else at the first scope.

        Raises:
            PolicyInvalidError: A file does not parse, repeats an id, or names unknown tables or columns.
        """
        store = cls(read_policies([BUILT_IN, *paths]))
        if resources is not None:
            store.check(resources)
        return store

    @property
    def policies(self) -> tuple[Policy, ...]:
        """All policies, in the order read."""
        return self._policies

    def check(self, resources: Mapping[str, TableResource]) -> None:
        """Validate every policy against the Cedar schema of the tables.

        Raises:
            PolicyInvalidError: A policy names an unknown table or column, or compares unlike types.
        """
        self._decisions(resources)

    def scope(self, principal: Principal, resources: Mapping[str, TableResource]) -> Scope:
        """Return what the principal may see of each table; decided once, then remembered.

        Raises:
            PolicyInvalidError: The policies do not fit the tables.
        """
        decisions = self._decisions(resources)
        key = (decisions.resources_hash, principal_hash(principal))
        known = self._scopes.get(key)
        return known if known is not None else self._scopes.put(key, decisions.scope(principal))

    def rule(
        self, principal: Principal, act: Decide, matter: Matter, resources: Mapping[str, TableResource]
    ) -> Ruling:
        """Return whether a principal may do something about a matter.

        Raises:
            PolicyInvalidError: The policies do not fit the tables.
        """
        return self._decisions(resources).rule(principal, act, matter)

    def explain(
        self, principal: Principal, resources: Mapping[str, TableResource], table: str
    ) -> Explanation:
        """Tell which policies decided about one table, for a person to read."""
        scope = self.scope(principal, resources).table(table)
        near = () if scope.readable or table not in resources else self._decisions(resources).openers(table)
        row_rule = scope.row_filter.sql("duckdb") if scope.row_filter is not None else None
        return Explanation(table, scope.readable, scope.policies, near, row_rule, tuple(sorted(scope.masked)))

    def _decisions(self, resources: Mapping[str, TableResource]) -> Decisions:
        key = resources_hash(resources)
        with self._lock:
            if key not in self._bound:
                self._bound = {key: self._bind(resources, key)}
            return self._bound[key]

    def _bind(self, resources: Mapping[str, TableResource], key: str) -> Decisions:
        policies = [policy for policy in self._policies if policy.applies_to(resources)]
        try:
            schema = cedarpy.Schema.from_json_str(cedar_schema(resources))
            entities = cedarpy.Entities.from_json_str(json.dumps(resource_entities(resources)), schema)
        except ValueError as error:
            raise PolicyInvalidError(
                f"the contracts' tables do not make a Cedar schema: {error}",
                hint="Cedar keywords (in, is, has, like, if, then, else, true, false) cannot name tables.",
            ) from error
        handles = policy_set(policies)
        self._validate(policies, schema)
        return Decisions(policies, handles, entities, dict(resources), key)

    def _validate(self, policies: list[Policy], schema: cedarpy.Schema) -> None:
        for policy in policies:
            text = cedarpy.policies_from_json_str(
                json.dumps({"staticPolicies": {policy.id: policy.body}, "templates": {}, "templateLinks": []})
            )
            result = cedarpy.validate_policies(text, schema)
            if not result.validation_passed:
                told = result.errors[0].error.splitlines()[0]
                raise PolicyInvalidError(
                    f"policy {policy.id!r} in {policy.file} does not fit the contracts: {told}",
                    hint="Columns that may be empty need `resource has column &&` first; "
                    'a policy about a table that may be missing needs @requires("product.table").',
                )


def principal_hash(principal: Principal) -> str:
    """Return a hash of everything policies may test of a principal."""
    told = (principal.id, sorted(principal.roles), sorted(principal.attributes.items()))
    return hashlib.sha256(repr(told).encode()).hexdigest()
