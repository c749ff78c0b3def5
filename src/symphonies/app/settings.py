"""Settings: ``symphonies.toml`` if there is one, the environment over it, embedded defaults under it.

Environment names are ``SYMPHONIES_<SECTION>__<KEY>``; a misspelt one is refused, never ignored.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import ClassVar, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from symphonies.kernel import SymphonyError, did_you_mean
from symphonies.platform.jobs import JobsSettings
from symphonies.platform.lakehouse import LakehouseSettings
from symphonies.platform.learning import LearningSettings
from symphonies.platform.llm import LLMSettings
from symphonies.platform.records import RecordsSettings
from symphonies.platform.retrieval import RetrievalSettings

PREFIX = "SYMPHONIES_"
FILE = "symphonies.toml"
_PLAIN = frozenset({("http", "127.0.0.1"), ("http", "localhost")})
UNSETTLED = frozenset({"SYMPHONIES_DATASETS", "SYMPHONIES_FEDERATION"})
"""Names that tests use to find public data; not settings of the product."""


class SettingsError(SymphonyError):
    """A setting is unknown or has a value it cannot have."""

    code: ClassVar[str] = "SETTINGS_INVALID"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ServerSettings(_Section):
    """Where the product listens."""

    host: Literal["127.0.0.1", "localhost"] = "127.0.0.1"
    """Loopback only: other addresses need sign-on and TLS, which a proxy in front provides."""
    port: int = Field(default=8020, ge=0, le=65535)
    """0 picks a free port."""


class StoreSettings(LakehouseSettings):
    """The lakehouse of this instance."""

    store: Path = Path(".symphonies/demo")
    publish: bool = True
    """Whether a build also writes published products as Iceberg tables."""


class FederationSettings(_Section):
    """What the gateway takes from one request."""

    max_tokens: int = Field(default=6000, ge=100)
    max_depth: int = Field(default=16, ge=2)
    max_aliases: int = Field(default=150, ge=1)
    timeout_s: float = Field(default=20.0, gt=0)
    subgraphs: dict[str, str] = Field(default_factory=dict)
    """Addresses of subgraphs that run as processes of their own, by name; the others run in this one."""
    key: SecretStr | None = Field(default=None, min_length=32)
    """What the gateway signs requests to those with; the same for all of them."""

    @field_validator("subgraphs")
    @classmethod
    def _are_safe(cls, value: dict[str, str]) -> dict[str, str]:
        for name, url in value.items():
            parts = urlsplit(url)
            if parts.scheme != "https" and (parts.scheme, parts.hostname) not in _PLAIN:
                raise ValueError(f"{name}: {url!r} is neither https nor on loopback")
        return value


class EventSettings(_Section):
    """Days on which figures may be anything: a move of systems, a strike, a sale."""

    name: str
    first_on: date
    last_on: date
    """Included."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last_on < self.first_on:
            raise ValueError(f"{self.name}: it ends ({self.last_on}) before it begins ({self.first_on})")
        return self


class VizierSettings(_Section):
    """How the Vizier advises and watches."""

    four_eyes_above: float = Field(default=250_000.0, ge=0.0)
    """Recommendations that gain or cost more need two approvers, in the group's currency."""
    four_eyes_on_corrections: bool = True
    """Whether nobody may approve what they alone said a question meant, where somebody else may review."""
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    """ISO 3166 code of the country whose public holidays count for figures whose rows name no country."""
    events: tuple[EventSettings, ...] = ()
    """Days on which nothing counts as unusual: each with ``name``, ``first_on`` and ``last_on``."""


class TelemetrySection(_Section):
    """Spans and measurements over OTLP; standard ``OTEL_*`` variables say what is not set here."""

    enabled: bool = False
    """Whether anything is measured."""
    service_name: str = Field(default="symphonies", min_length=1)
    """The name the product reports itself under; subgraphs in other processes add ``-subgraphs``."""
    endpoint: str | None = Field(default=None, pattern=r"^https?://")
    """The collector's address for OTLP over HTTP, such as ``http://localhost:4318``."""
    headers: dict[str, SecretStr] = Field(default_factory=dict)
    """Sent to the collector, for example a key."""
    traces: bool = True
    metrics: bool = True
    sample_ratio: float = Field(default=1.0, ge=0.0, le=1.0)
    """The share of requests with spans, of those that bring no decision along."""
    metrics_interval_s: float = Field(default=60.0, gt=0.0)
    documents: bool = False
    """Whether spans carry the operation's text; texts may hold private values."""


class Settings(_Section):
    """All settings of one instance."""

    server: ServerSettings = ServerSettings()
    lakehouse: StoreSettings = StoreSettings()
    federation: FederationSettings = FederationSettings()
    records: RecordsSettings = RecordsSettings()
    jobs: JobsSettings = JobsSettings()
    learning: LearningSettings = LearningSettings()
    vizier: VizierSettings = VizierSettings()
    llm: LLMSettings = LLMSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    telemetry: TelemetrySection = TelemetrySection()
    products: tuple[Path, ...] = ()
    """Folders of further products, outside the distribution."""

    def reading_only(self) -> Settings:
        """Return the same settings for a process that only reads the store."""
        lakehouse = self.lakehouse.model_copy(update={"read_only": True})
        return self.model_copy(update={"lakehouse": lakehouse})


def load_settings(
    file: Path = Path(FILE), environment: Mapping[str, str] = os.environ, **overrides: Mapping[str, object]
) -> Settings:
    """Return the settings of this instance.

    Args:
        file: the TOML file; it may be absent.
        environment: where ``SYMPHONIES_*`` names are looked up.
        overrides: sections given on the command line; they win.

    Raises:
        SettingsError: a key, a value or an environment name is not known.
    """
    merged: dict[str, object] = {}
    if file.is_file():
        try:
            merged = tomllib.loads(file.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{file}: {error}", hint="Mend the TOML syntax at that place.") from error
    for source in (_from_environment(environment), overrides):
        for section, values in source.items():
            merged[section] = {**_as_section(merged.get(section)), **values}
    try:
        return Settings.model_validate(merged)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise SettingsError(
            f"Setting {where!r}: {first['msg']}", hint=_known_keys(first["loc"]), setting=where
        ) from error


def _as_section(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, Mapping) else {}


def _from_environment(environment: Mapping[str, str]) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for name, value in environment.items():
        if not name.startswith(PREFIX) or name in UNSETTLED:
            continue
        section, separator, key = name.removeprefix(PREFIX).lower().partition("__")
        if not separator or section not in Settings.model_fields or key not in _keys(section):
            known = [f"{PREFIX}{s.upper()}__{k.upper()}" for s in Settings.model_fields for k in _keys(s)]
            raise SettingsError(
                f"Environment variable {name!r} is no setting.", hint=did_you_mean(name, known)
            )
        found.setdefault(section, {})[key] = value
    return found


def _keys(section: str) -> list[str]:
    annotation = Settings.model_fields[section].annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return list(annotation.model_fields)
    return []


def _known_keys(location: tuple[str | int, ...]) -> str:
    keys = _keys(str(location[0])) if location and location[0] in Settings.model_fields else []
    return f"Known here: {', '.join(keys or Settings.model_fields)}."
