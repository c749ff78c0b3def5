"""Scenarios that somebody saved: named, versioned, owned, shared, and able to be run again alike."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from symphonies.kernel import ForbiddenError, did_you_mean
from symphonies.platform.records import Record, Records
from symphonies.platform.scenarios.errors import ScenarioInvalidError, ScenarioUnknownError
from symphonies.platform.scenarios.levers import Lever

KIND = "scenario"
NAME_LENGTH, NOTE_LENGTH = 80, 500


class Snapshot(BaseModel):
    """What a result stood on: with the same of all, a run gives the same to the last bit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: str
    """Hash of the inputs."""
    as_of: str
    seed: int
    settings: dict[str, int]
    models: dict[str, str]


class Draft(BaseModel):
    """What is to be saved."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    levers: tuple[Lever, ...]
    snapshot: Snapshot
    result: dict[str, Any]
    """Figures at the time of saving, by name."""
    note: str = ""
    shared: bool = False


class Scenario(Draft):
    """A saved version."""

    id: str
    version: int
    owner: str
    changed_at: datetime


class Scenarios:
    """The saved scenarios of one symphony. Every change is a version, and earlier ones stay.

    A principal sees their own and what others share; only the owner changes or deletes one.
    """

    def __init__(self, records: Records, symphony: str) -> None:
        self._records = records
        self._tags = {"symphony": symphony}

    def save(self, draft: Draft, owner: str) -> Scenario:
        """Save a new scenario as its first version.

        Raises:
            ScenarioInvalidError: it has no name, one that is too long, or one that another of theirs has.
        """
        return self._put(self._named(draft, owner), f"scn_{secrets.token_hex(8)}", owner, 0)

    def revise(self, scenario_id: str, draft: Draft, principal: str) -> Scenario:
        """Save a further version of a scenario.

        Raises:
            ScenarioUnknownError: there is none, or it is hidden from the principal.
            ForbiddenError: it belongs to somebody else.
            ScenarioInvalidError: it has no name, one that is too long, or one that another of theirs has.
        """
        last = self._own(scenario_id, principal)
        return self._put(self._named(draft, principal, last.id), last.id, principal, last.version)

    def share(self, scenario_id: str, shared: bool, principal: str) -> Scenario:
        """Show a scenario to others, or hide it again.

        Raises:
            ScenarioUnknownError: there is none, or it is hidden from the principal.
            ForbiddenError: it belongs to somebody else.
        """
        last = self._own(scenario_id, principal)
        draft = Draft.model_validate(last.model_dump(include=set(Draft.model_fields)) | {"shared": shared})
        return self._put(draft, last.id, principal, last.version)

    def delete(self, scenario_id: str, principal: str) -> None:
        """Delete a scenario.

        Raises:
            ScenarioUnknownError: there is none, or it is hidden from the principal.
            ForbiddenError: it belongs to somebody else.
        """
        last = self._own(scenario_id, principal)
        self._records.delete(KIND, last.id, by=principal, expected=last.version)

    def restore(self, scenario_id: str, principal: str) -> Scenario:
        """Bring back a deleted scenario as it was last.

        Raises:
            ScenarioUnknownError: there is none to bring back, or it belongs to somebody else.
            ScenarioInvalidError: another of theirs has its name by now.
        """
        versions = self._records.history(KIND, scenario_id)
        if any(each.id == scenario_id for each in self.all(principal)):
            return self.get(scenario_id, principal)
        if not versions or versions[-1].owner != principal:
            raise ScenarioUnknownError(
                f"There is no deleted scenario {scenario_id!r}.", hint="Only its owner can bring one back."
            )
        draft = self._named(Draft.model_validate(versions[-1].body), principal, scenario_id)
        return self._put(draft, scenario_id, principal, 0)

    def get(self, scenario_id: str, principal: str, version: int | None = None) -> Scenario:
        """Return a version of a scenario, the last by default. Its id or its name may be given.

        Raises:
            ScenarioUnknownError: there is none, or it is hidden from the principal.
        """
        # one's own comes before another's of the same name
        visible = sorted(self.all(principal), key=lambda each: each.owner != principal)
        found = next((each for each in visible if scenario_id in (each.id, each.name)), None)
        if found is not None and version not in (None, found.version):
            found = next(
                (each for each in self.versions(found.id, principal) if each.version == version), None
            )
        if found is None:
            what = scenario_id if version is None else f"{scenario_id} version {version}"
            hint = (
                did_you_mean(scenario_id, [each.name for each in visible]) if visible else "Save one first."
            )
            raise ScenarioUnknownError(f"There is no scenario {what!r}.", hint=hint)
        return found

    def versions(self, scenario_id: str, principal: str) -> tuple[Scenario, ...]:
        """Return all versions of a scenario, the last first.

        Raises:
            ScenarioUnknownError: there is none, or it is hidden from the principal.
        """
        last = self.get(scenario_id, principal)
        return tuple(_scenario(record) for record in reversed(self._records.history(KIND, last.id)))

    def all(self, principal: str) -> tuple[Scenario, ...]:
        """Return the last version of every scenario that the principal may see, the last changed first."""
        found = [_scenario(record) for record in self._records.find(KIND, tags=self._tags)]
        return tuple(each for each in found if each.owner == principal or each.shared)

    def _named(self, draft: Draft, owner: str, scenario_id: str = "") -> Draft:
        """Return a draft under a name that it can be told by."""
        name = " ".join(draft.name.split())
        if not name or len(name) > NAME_LENGTH or len(draft.note) > NOTE_LENGTH:
            raise ScenarioInvalidError(
                f"The name has {len(name)} characters and the note {len(draft.note)}; "
                f"a name has 1 to {NAME_LENGTH}, a note up to {NOTE_LENGTH}.",
                hint="Give it a name that tells it from the others.",
            )
        others = (each for each in self.all(owner) if each.owner == owner and each.id != scenario_id)
        same = next((each for each in others if each.name.casefold() == name.casefold()), None)
        if same is not None:
            raise ScenarioInvalidError(
                f"You have a scenario {same.name!r} already.",
                hint="Save a further version of that one, or give this one another name.",
            )
        return draft.model_copy(update={"name": name})

    def _own(self, scenario_id: str, principal: str) -> Scenario:
        found = self.get(scenario_id, principal)
        if found.owner != principal:
            raise ForbiddenError(
                f"The scenario {found.name!r} belongs to {found.owner!r}.",
                hint="Save a copy under your own name.",
            )
        return found

    def _put(self, draft: Draft, scenario_id: str, owner: str, expected: int) -> Scenario:
        body = draft.model_dump(mode="json")
        return _scenario(
            self._records.put(KIND, scenario_id, body, by=owner, tags=self._tags, expected=expected)
        )


def _scenario(record: Record) -> Scenario:
    return Scenario(
        **Draft.model_validate(record.body).model_dump(),
        id=record.id,
        version=record.version,
        owner=record.owner,
        changed_at=record.changed_at,
    )
