"""A folder for each engine, a folder in it for each version; every change is one rename."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError

from symphonies.platform.learning.engines import Evaluation
from symphonies.platform.learning.errors import ModelDamagedError, ModelUnknownError
from symphonies.platform.learning.registry.card import model_card
from symphonies.platform.learning.versions import Draft, Review, Version

RECORD, REVIEW, CARD, MODEL = "version.json", "review.json", "card.md", "model"
CHAMPION, TRIAL = "champion", "trial.json"


class FolderRegistry:
    """Models in plain files, readable without the product."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def engines(self) -> tuple[str, ...]:
        """Returns the engines that have versions, by name."""
        return tuple(sorted({path.parents[1].name for path in self._folder.glob(f"*/*/{RECORD}")}))

    def add(self, draft: Draft, files: Mapping[str, bytes]) -> Version:
        """Stores a model whole or not at all; a run that stored one already gets that one back."""
        known = self.versions(draft.facts.id)
        for version in known:
            if version.run == draft.run:
                return version
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        number = known[-1].number + 1 if known else 1
        while True:
            facts = {name: getattr(draft, name) for name in Draft.model_fields}
            version = Version(**facts, number=number, files=hashes)
            if self._store(version, files):
                return version
            number += 1

    def versions(self, engine: str) -> tuple[Version, ...]:
        """Returns the versions of an engine, oldest first; none when it is not known."""
        records = sorted(
            self._folder.glob(f"{engine}/[0-9]*/{RECORD}"), key=lambda path: int(path.parent.name)
        )
        return tuple(map(_read, records))

    def files(self, version: Version) -> Mapping[str, bytes]:
        """Returns the model of a version, by file name."""
        folder = self._place(version.engine, version.number) / MODEL
        return {name: _verified(folder / name, sha256) for name, sha256 in version.files.items()}

    def champion(self, engine: str) -> int | None:
        """Returns the number of the version that is served; None when there is none."""
        try:
            return int((self._folder / engine / CHAMPION).read_text("utf-8"))
        except FileNotFoundError:
            return None

    def crown(self, engine: str, number: int) -> None:
        """Makes a version the one that is served, at one stroke."""
        self._known(engine, number)
        _replace(self._folder / engine / CHAMPION, f"{number}\n")

    def note(self, trial: Evaluation) -> None:
        """Keeps how a model that is still being tested has done so far, in place of what was kept before."""
        (self._folder / trial.engine).mkdir(parents=True, exist_ok=True)
        _replace(self._folder / trial.engine / TRIAL, _json(trial))

    def trial(self, engine: str) -> Evaluation | None:
        """Returns how a model that is still being tested has done so far; None when there is none."""
        try:
            return Evaluation.model_validate_json((self._folder / engine / TRIAL).read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError as error:
            raise ModelDamagedError(
                f"What is kept of the test of {engine!r} cannot be read.",
                hint=f"Begin it again: symphonies models retrain {engine}",
            ) from error

    def end_trial(self, engine: str) -> None:
        """Keeps no longer how a test goes: it is over."""
        (self._folder / engine / TRIAL).unlink(missing_ok=True)

    def review(self, engine: str, number: int, review: Review) -> Version:
        """Stores what a person said of a version, in the place of what was said before."""
        place = self._known(engine, number)
        _replace(place / REVIEW, _json(review))
        version = _read(place / RECORD)
        _replace(place / CARD, model_card(version))
        return version

    def _store(self, version: Version, files: Mapping[str, bytes]) -> bool:
        """Writes a version beside its place and moves it there; False when the place is taken."""
        place = self._place(version.engine, version.number)
        draft = place.with_name(f".{uuid.uuid4().hex}")
        (draft / MODEL).mkdir(parents=True)
        for name, content in files.items():
            _write(draft / MODEL / name, content)
        _write(draft / RECORD, _json(version).encode())
        _write(draft / CARD, model_card(version).encode())
        try:
            draft.rename(place)
        except OSError:
            shutil.rmtree(draft)
            if place.exists():
                return False
            raise
        _sync(place.parent)
        return True

    def _place(self, engine: str, number: int) -> Path:
        return self._folder / engine / f"{number:04d}"

    def _known(self, engine: str, number: int) -> Path:
        place = self._place(engine, number)
        if not (place / RECORD).is_file():
            raise ModelUnknownError(f"There is no version {number} of {engine!r}.", hint="See models list.")
        return place


def _read(record: Path) -> Version:
    try:
        version = Version.model_validate_json(record.read_bytes())
        review = record.with_name(REVIEW)
        if review.is_file():
            said = Review.model_validate_json(review.read_bytes())
            version = version.model_copy(update={"review": said})
        return version
    except ValidationError as error:
        raise ModelDamagedError(
            f"The record of version {record.parent.name} of {record.parents[1].name!r} cannot be read.",
            hint="Restore the folder of models from a backup, or retrain.",
        ) from error


def _verified(file: Path, sha256: str) -> bytes:
    content = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelDamagedError(
            f"{file.name!r} of version {file.parents[1].name} of {file.parents[2].name!r} "
            "is not what was stored.",
            hint="Restore the folder of models from a backup, or retrain.",
        )
    return content


def _json(record: BaseModel) -> str:
    return record.model_dump_json(indent=2)


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _replace(file: Path, text: str) -> None:
    beside = file.with_name(f".{uuid.uuid4().hex}")
    _write(beside, text.encode())
    beside.replace(file)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    """Makes a rename outlive a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
