"""The reference pages, written from the code by ``python -m tools.reference``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "reference"


def pages(further_products: Sequence[Path] = ()) -> dict[str, str]:
    """The text of every reference page by its path below ``docs/reference``."""
    from symphonies.platform.lakehouse import discover_products
    from symphonies.platform.semantics import load_catalog
    from tools.reference import commands, contracts, gateway, metrics, settings

    products = sorted(discover_products(further_products), key=lambda product: product.contract.id)
    catalog = load_catalog(products)
    written = {f"products/{product.contract.id}.md": contracts.page(product.contract) for product in products}
    written |= {
        "metrics.md": metrics.index(catalog),
        "settings.md": settings.page(),
        "commands.md": commands.page(),
        "gateway.md": gateway.page(),
    }
    written |= {f"metrics/{product}.md": text for product, text in metrics.pages(catalog).items()}
    return {"README.md": _index(written), **written}


def differences() -> list[str]:
    """The pages that are not what the code says, with those that nothing writes any more."""
    wanted = pages()
    found = {str(path.relative_to(FOLDER)): path.read_text("utf-8") for path in FOLDER.rglob("*.md")}
    return sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))


def write() -> list[str]:
    """Write what differs and remove what is no page any more; returns the names."""
    wanted = pages()
    changed = differences()
    for name in changed:
        path = FOLDER / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], "utf-8")
        else:
            path.unlink()
    return changed


def _index(written: dict[str, str]) -> str:
    titles = {name: text.splitlines()[0].removeprefix("# ") for name, text in sorted(written.items())}
    links = "".join(f"- [{title}]({name})\n" for name, title in titles.items())
    return f"# Reference\n\nWritten by `python -m tools.reference` from the code.\n\n{links}"
