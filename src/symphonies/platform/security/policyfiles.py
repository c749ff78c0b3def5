"""Reading Cedar policy files into one set of named policies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cedarpy

from symphonies.platform.security.errors import PolicyInvalidError
from symphonies.platform.security.resources import TableResource

BUILT_IN = Path(__file__).parent / "policies"
"""The policies every company starts with."""


@dataclass(frozen=True)
class Policy:
    """One policy: its name, the file it stands in and its Cedar JSON form."""

    id: str
    """The ``@id`` annotation, or ``<file>:<number>``."""
    file: str
    body: Mapping[str, Any]

    @property
    def requires(self) -> str | None:
        """The table without which the policy is set aside (``@requires("product.table")``)."""
        required: str | None = self.body.get("annotations", {}).get("requires")
        return required

    def applies_to(self, resources: Mapping[str, TableResource]) -> bool:
        """Return whether the tables the policy is about exist in this company.

        Raises:
            PolicyInvalidError: ``@requires`` names a table the policy does not test.
        """
        if self.requires is None or self.requires in resources:
            return True
        text = json.dumps(self.body)
        if self.requires not in text.replace(json.dumps(self.requires), "", 1) and (
            self.requires.replace(".", "::") not in text
        ):
            raise PolicyInvalidError(
                f"policy {self.id!r} in {self.file} requires {self.requires!r}, which it never tests",
                hint="Name in @requires the product.table that the policy is about.",
            )
        return False


def read_policies(paths: Iterable[Path]) -> tuple[Policy, ...]:
    """Read the ``*.cedar`` files named by ``paths`` (files or folders), in the order given.

    Raises:
        PolicyInvalidError: A file does not parse, holds a template, or repeats an id.
    """
    policies: dict[str, Policy] = {}
    for file in _files(paths):
        for policy in _read_file(file):
            if policy.id in policies:
                raise PolicyInvalidError(
                    f"policy id {policy.id!r} stands in {policies[policy.id].file} and again in {file.name}",
                    hint="Give every policy its own @id.",
                )
            policies[policy.id] = policy
    return tuple(policies.values())


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        files += sorted(path.glob("*.cedar")) if path.is_dir() else [path]
    return files


def _read_file(file: Path) -> list[Policy]:
    try:
        parsed = json.loads(cedarpy.policies_to_json_str(file.read_text(encoding="utf-8")))
    except (ValueError, OSError) as error:
        raise PolicyInvalidError(
            f"{file} is no readable Cedar policy file: {str(error).splitlines()[0]}",
            hint='A policy looks like permit (principal in Role::"cfo", action in Action::"view", resource);',
        ) from error
    if parsed.get("templates"):
        raise PolicyInvalidError(
            f"{file} holds a policy template (?principal or ?resource)",
            hint="Write the principal and the resource out.",
        )
    bodies = sorted(parsed["staticPolicies"].items(), key=lambda item: int(item[0].removeprefix("policy")))
    return [
        Policy(_annotation(body) or f"{file.stem}:{number}", file.name, body)
        for number, (_, body) in enumerate(bodies, start=1)
    ]


def _annotation(body: Mapping[str, Any]) -> str | None:
    name: str | None = body.get("annotations", {}).get("id")
    return name


def policy_set(policies: Iterable[Policy]) -> cedarpy.PolicySet:
    """Return the parsed Cedar handle of the policies, keyed by their ids."""
    bodies = {policy.id: dict(policy.body) for policy in policies}
    return cedarpy.PolicySet.from_json_str(
        json.dumps({"staticPolicies": bodies, "templates": {}, "templateLinks": []})
    )
