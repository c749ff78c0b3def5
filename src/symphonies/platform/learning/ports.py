"""What learning needs from a place that keeps models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from .engines import Evaluation
from .versions import Draft, Review, Version


class Registry(Protocol):
    """Keeps versions of models. A version never changes; a review and the choice of the champion do."""

    def engines(self) -> tuple[str, ...]:
        """Returns the engines that have versions, by name."""
        ...

    def add(self, draft: Draft, files: Mapping[str, bytes]) -> Version:
        """Stores a model whole or not at all; a run that stored one already gets that one back.

        Args:
            draft: everything about it.
            files: the model, by file name.
        """
        ...

    def versions(self, engine: str) -> tuple[Version, ...]:
        """Returns the versions of an engine, oldest first; none when it is not known."""
        ...

    def files(self, version: Version) -> Mapping[str, bytes]:
        """Returns the model of a version, by file name.

        Raises:
            ModelDamagedError: a file is missing, or is not what was stored.
        """
        ...

    def champion(self, engine: str) -> int | None:
        """Returns the number of the version that is served; None when there is none."""
        ...

    def crown(self, engine: str, number: int) -> None:
        """Makes a version the one that is served, at one stroke.

        Raises:
            ModelUnknownError: there is no such version.
        """
        ...

    def note(self, trial: Evaluation) -> None:
        """Keeps how a model that is still being tested has done so far, in place of what was kept before."""
        ...

    def trial(self, engine: str) -> Evaluation | None:
        """Returns how a model that is still being tested has done so far; None when there is none."""
        ...

    def end_trial(self, engine: str) -> None:
        """Keeps no longer how a test goes: it is over."""
        ...

    def review(self, engine: str, number: int, review: Review) -> Version:
        """Stores what a person said of a version, in the place of what was said before.

        Raises:
            ModelUnknownError: there is no such version.
        """
        ...
