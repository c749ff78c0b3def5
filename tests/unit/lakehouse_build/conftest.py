"""Small products written to a temporary folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from symphonies.platform.lakehouse.contracts.contract import Contract
from symphonies.platform.lakehouse.modelling.model import Model
from symphonies.platform.lakehouse.modelling.parse import load_models


def contract(product: str, tables: dict[str, object], **fields: object) -> Contract:
    """Return a contract with the fields that do not matter filled in."""
    facts = {
        "title": product.title(),
        "description": "For tests.",
        "domain": "finance",
        "symphony": "cfo",
        "version": "1.0.0",
        "owner": {"team": f"Team {product}", "email": "team@example.com"},
    }
    return Contract.model_validate({"id": product, "tables": tables} | facts | fields)


def table(key: str, columns: dict[str, object], **fields: object) -> dict[str, object]:
    """Return the declaration of a table; a column given as text is its type."""
    full = {
        name: {"type": value, "meaning": f"The {name}."}
        if isinstance(value, str)
        else {"meaning": f"The {name}."} | dict(value)
        for name, value in columns.items()
    }  # type: ignore[call-overload]
    return {
        "description": "A table.",
        "key": [part.strip() for part in key.split(",")],
        "columns": full,
    } | fields


class ModelFolder:
    """Writes model files of products and reads them back."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, product: str, name: str, sql: str) -> Path:
        """Write one model file and return its path."""
        path = self.root / product / "models" / f"{name}.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sql, encoding="utf-8")
        return path

    def load(self, *products: str) -> dict[str, dict[str, Model]]:
        """Return the models of the products by name."""
        return {product: load_models(self.root / product / "models", product) for product in products}


@pytest.fixture
def folder(tmp_path: Path) -> ModelFolder:
    """An empty folder of products."""
    return ModelFolder(tmp_path)
