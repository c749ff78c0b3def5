"""A folder of YAML in either format, and the SQL of its models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from symphonies.platform.semantics.errors import MetricsInvalidError
from symphonies.platform.semantics.exchange.metricflow import read_metricflow
from symphonies.platform.semantics.exchange.model import ForeignModel
from symphonies.platform.semantics.exchange.ossie import read_ossie

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_folder(folder: Path) -> tuple[ForeignModel, Mapping[str, str]]:
    """Read every ``.yaml`` and ``.yml`` under a folder; return the model and the SQL of models by name.

    Raises:
        MetricsInvalidError: When there is no such folder, a file is no YAML, or nothing semantic is found.
    """
    if not folder.is_dir():
        raise MetricsInvalidError(
            f"There is no folder {folder.name!r} with a catalogue.", hint="Give the folder of the YAML files."
        )
    documents = [document for file in _files(folder, "*.yaml", "*.yml") for document in _load(file)]
    models = {file.stem.lower(): file.read_text(encoding="utf-8") for file in _files(folder, "*.sql")}
    foreign = [each for each in documents if "semantic_models" in each or "metrics" in each]
    ossie = [each for each in documents if "semantic_model" in each]
    if not foreign and not ossie:
        raise MetricsInvalidError(
            f"{folder.name}: no semantic_models, metrics or semantic_model in any YAML file.",
            hint="MetricFlow files have semantic_models and metrics; Ossie files have semantic_model.",
        )
    try:
        return (read_ossie(ossie) if ossie else read_metricflow(foreign)), models
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise MetricsInvalidError(
            f"{folder.name}: a declaration lacks {error}.", hint="Compare it with the format's specification."
        ) from error


def _files(folder: Path, *patterns: str) -> Iterable[Path]:
    return sorted(file for pattern in patterns for file in folder.rglob(pattern))


def _load(file: Path) -> list[dict[str, Any]]:
    try:
        found = list(yaml.load_all(file.read_text(encoding="utf-8"), Loader=_LOADER))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MetricsInvalidError(
            f"{file.name} is not readable YAML: {str(error).splitlines()[0]}",
            hint="Check the indentation near the named line.",
        ) from error
    return [each for each in found if isinstance(each, dict)]
