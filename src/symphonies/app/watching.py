"""The watcher of an instance, and where its looks and explanations outlive a restart."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from symphonies.app.asking import cascade_of
from symphonies.app.remembering import stamp_of
from symphonies.app.wiring import Instance
from symphonies.platform.lakehouse import ProductStatus
from symphonies.platform.records import Shelf
from symphonies.platform.vizier import Almanac, DeclaredEvent, Inbox, Looking, Watcher, look_over

FOLDER = "kept"
MOST = 500
"""How many answers of a kind are kept."""
_TELLING = frozenset({".py", ".yaml", ".sql"})
_PACKAGE = Path(__file__).parents[1]


def open_watcher(instance: Instance, version: Callable[[], object], looking: Looking = look_over) -> Watcher:
    """Return what looks for the unusual; a look is made anew when the version differs."""
    settings = instance.settings.vizier
    return Watcher(
        cascade_of(instance),
        version,
        lambda scope: Inbox(instance.records, scope.audience).baselines(),
        Almanac(settings.country, tuple(DeclaredEvent(**dict(each)) for each in settings.events)),
        shelf_of(instance, "looks"),
        looking,
    )


def shelf_of(instance: Instance, kind: str) -> Shelf | None:
    """Return where answers of a kind are kept; a store that is only read keeps none."""
    settings = instance.settings.lakehouse
    return None if settings.read_only else Shelf(settings.store / FOLDER / kind, MOST)


def data_stamp(instance: Instance, status: Callable[[str], ProductStatus]) -> str:
    """Return another text as soon as other data, other estimates, or other declarations or code are there."""
    company = repr(instance.company)
    loaded = stamp_of(status(product.id) for product in instance.products)
    told = (f"{name} {each.told_at}" for name, each in sorted(instance.lakehouse.estimates().items()))
    folders = (_PACKAGE, *(product.path for product in instance.products))
    return " ".join([company, loaded, *told, _made_of(folders)])


@cache
def _made_of(folders: tuple[Path, ...]) -> str:
    """Return another text for other code or declarations; what runs does not change while it runs."""
    files = {file for folder in folders for file in folder.rglob("*") if file.suffix in _TELLING}
    told = ((str(file), (stat := file.stat()).st_size, stat.st_mtime_ns) for file in sorted(files))
    return sha256(repr(list(told)).encode()).hexdigest()[:16]
