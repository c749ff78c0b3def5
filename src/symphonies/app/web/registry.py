"""Which front ends are built, and the import map composed from their manifests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from symphonies.kernel import SymphonyError

PLATFORM = "platform"
"""Name of the build that holds the shell and the modules all symphonies share."""
ASSETS = "/assets"


class FrontEndInvalidError(SymphonyError):
    """A built front end does not say what it consists of, or two claim the same name."""

    code: ClassVar[str] = "FRONT_END_INVALID"


class Manifest(BaseModel):
    """What a front-end build says about itself (``manifest.json``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    contract: Literal[1]
    entry: str
    """File of the module the page or the shell starts with."""
    preload: tuple[str, ...] = ()
    """Files the entry needs at once."""
    styles: tuple[str, ...] = ()
    provides: Mapping[str, str] = {}
    """Bare module specifier -> file, for modules other builds may import."""
    needs: tuple[str, ...] = ()
    """Bare module specifiers other builds must provide."""
    integrity: Mapping[str, str] = {}
    """File -> ``sha384-...`` of every script and style."""


@dataclass(frozen=True)
class Bundle:
    """One built front end on disk."""

    manifest: Manifest
    folder: Path

    def url(self, file: str) -> str:
        """The address a file of this build is served at."""
        return f"{ASSETS}/{self.manifest.name}/{file}"


@dataclass(frozen=True)
class Registry:
    """All built front ends by name."""

    bundles: Mapping[str, Bundle]

    @property
    def platform(self) -> Bundle | None:
        """The shell with the shared modules; None when the front end was never built."""
        return self.bundles.get(PLATFORM)

    def entry(self, symphony: str) -> str | None:
        """Address of a symphony's start module; None when it is not built."""
        bundle = self.bundles.get(symphony)
        return bundle.url(bundle.manifest.entry) if bundle and symphony != PLATFORM else None

    def import_map(self) -> dict[str, dict[str, str]]:
        """Shared specifiers and the integrity of every module, as the browser wants them."""
        imports: dict[str, str] = {}
        integrity: dict[str, str] = {}
        for bundle in self.bundles.values():
            provided = bundle.manifest.provides.items()
            imports |= {specifier: bundle.url(file) for specifier, file in provided}
            digests = bundle.manifest.integrity.items()
            integrity |= {bundle.url(file): digest for file, digest in digests if file.endswith(".js")}
        return {"imports": imports, "integrity": integrity}

    def file(self, bundle: str, name: str) -> Path | None:
        """Path of a served file; None when there is none of that name."""
        found = self.bundles.get(bundle)
        if found is None or "/" in name or name.startswith("."):
            return None
        path = found.folder / name
        return path if path.is_file() else None


def load_registry(dist_dirs: Iterable[Path]) -> Registry:
    """Reads the manifests of the built front ends; folders without one are not built and left out.

    Raises:
        FrontEndInvalidError: A manifest cannot be read, or two builds share a name.
    """
    bundles: dict[str, Bundle] = {}
    for folder in dist_dirs:
        path = folder / "manifest.json"
        if not path.is_file():
            continue
        bundle = Bundle(_manifest(path), folder)
        if (other := bundles.get(bundle.manifest.name)) is not None:
            raise FrontEndInvalidError(
                f"Two front ends are named {bundle.manifest.name!r}: {other.folder} and {folder}.",
                hint="Give each symphony's build its own name.",
            )
        bundles[bundle.manifest.name] = bundle
    return Registry(bundles)


def _manifest(path: Path) -> Manifest:
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise FrontEndInvalidError(
            f"{path} is not a front-end manifest: {error.errors()[0]['msg']}.",
            hint="Build the front end again: python tools/build_ui.py",
        ) from error
