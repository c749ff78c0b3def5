from __future__ import annotations

import pytest

from symphonies.platform.lakehouse import (
    ContractInvalidError,
    ProductUnknownError,
    TableUnknownError,
    discover_products,
    find_product,
    load_product,
)
from tests.unit.lakehouse_ingest.conftest import CONTRACT


def test_a_product_knows_its_files(folder):
    (folder / "models").mkdir()
    (folder / "models" / "rate.sql").write_text("SELECT 1")
    product = load_product(folder)
    assert product.id == "shop"
    assert set(product.source_tables) == {"buyer", "sale"}
    assert set(product.model_tables) == {"rate"}
    assert product.metrics_path == folder / "metrics.yaml"
    assert product.samples_path == folder / "samples.py"


def test_only_landed_tables_can_be_loaded(folder):
    (folder / "models").mkdir()
    (folder / "models" / "rate.sql").write_text("SELECT 1")
    product = load_product(folder)
    with pytest.raises(TableUnknownError, match=r"shop\.rate is computed by rate\.sql"):
        product.source_table("rate")
    with pytest.raises(TableUnknownError, match="no table 'sales'") as caught:
        product.source_table("sales")
    assert "'sale'" in caught.value.hint


def test_extra_folders_add_to_the_built_in_products(folder):
    ids = [product.id for product in discover_products([folder.parent])]
    assert ids == sorted(ids)
    assert {"shop", "invoicing", "corporate", "payments", "compliance", "contracts"} <= set(ids)
    assert ids == [product.id for product in discover_products([folder])]


def test_two_products_cannot_share_a_name(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "product.yaml").write_text(CONTRACT)
    with pytest.raises(ContractInvalidError, match="'shop' exists already"):
        discover_products([tmp_path])


def test_a_folder_without_products_is_refused(tmp_path):
    with pytest.raises(ContractInvalidError, match=r"holds a product\.yaml"):
        discover_products([tmp_path])


def test_an_unknown_product_is_told_with_near_misses(folder):
    with pytest.raises(ProductUnknownError) as caught:
        find_product([load_product(folder)], "shpo")
    assert "'shop'" in caught.value.hint
