from __future__ import annotations

import pytest

from symphonies.kernel import Grain
from symphonies.platform.semantics import (
    DimensionUnreachableError,
    FormulaInvalidError,
    MetricCycleError,
    MetricsInvalidError,
    MetricUnknownError,
    load_catalog,
)
from tests.unit.semantics.shop import HERE, Declared, shop_contract

START = "{title: T, description: Told., type: %s, unit: number, "


@pytest.fixture
def declare(tmp_path):
    def load(*lines: str):
        known = (HERE / "metrics.yaml").read_text(encoding="utf-8")
        (tmp_path / "metrics.yaml").write_text(
            known + "".join(f"  {line}\n" for line in lines), encoding="utf-8"
        )
        return load_catalog([Declared(shop_contract(), tmp_path)])

    return load


def test_a_metric_carries_what_its_owner_declared(catalog):
    metric = catalog.metric("shop.sales")
    assert (metric.title, metric.type, metric.unit, metric.direction) == ("Sales", "F", "money", "up")
    assert (metric.product, metric.owner, metric.fact, metric.time) == (
        "shop",
        "Shopkeepers",
        "shop.sale",
        "sold_on",
    )
    assert (metric.target, metric.default_grain, metric.freshness.total_seconds()) == (
        "shop.sales_plan",
        Grain.MONTH,
        26 * 3600,
    )


def test_hidden_building_blocks_are_not_listed(declare):
    catalog = declare("shop.part: " + START % "F" + "fact: sale, measure: count(*), hidden: true}")
    assert "shop.part" not in {metric.id for metric in catalog.metrics}
    assert "shop.part" in {metric.id for metric in catalog.all_metrics}
    assert not any("@" in metric.id for metric in catalog.all_metrics)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "shop.x: " + START % "F" + "fact: sale, measure: sum(amuont)}",
            r"metric shop.x: shop.sale has no column '\"?amuont",
        ),
        ("shop.x: " + START % "F" + "fact: sale, measure: sum(amount) / 2}", "not one aggregate"),
        ("shop.x: " + START % "F" + "fact: sale, measure: 'sum(amount'}", "cannot read"),
        (
            "shop.x: " + START % "F" + "fact: sale, measure: count(*), where: amount in (select 1)}",
            "one row only",
        ),
        (
            "shop.x: " + START % "R" + "formula: shop.sales / shop.slaes}",
            "unknown metric 'shop.slaes' at position 14",
        ),
    ],
)
def test_what_cannot_be_computed_is_refused(declare, line, told):
    with pytest.raises(FormulaInvalidError, match=told):
        declare(line)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "shop.x: {title: T, description: Told., type: F, unit: number}",
            "metric shop.x: needs either a measure or a formula",
        ),
        ("shop.x: " + START % "F" + "measre: sum(amount)}", "metric shop.x: measre: Extra inputs"),
        ("shop.x: " + START % "Z" + "formula: shop.sales}", "metric shop.x: type: Input should be"),
        ("shop.x: " + START % "S" + "fact: sale, measure: sum(amount)}", "a stock needs stock"),
        ("shop.x: " + START % "F" + "fact: sail, measure: sum(amount)}", "fact 'sail' is no table"),
        ("shop.x: " + START % "F" + "fact: claim, measure: sum(amount)}", "declares no time column"),
        ("shop.x: " + START % "F" + "fact: sale, time: sold, measure: sum(amount)}", "no column 'sold'"),
        ("shop.x: " + START % "F" + "fact: sale, measure: avg(amount)}", "type F cannot use avg"),
        (
            "shop.x: " + START % "S" + "stock: accumulate, fact: sale, measure: avg(amount)}",
            "accumulate takes sum or count",
        ),
        (
            "shop.x: " + START % "F" + "fact: sale, measure: count(*), where: sold_on < as_of}",
            "as_of stands only in",
        ),
        (
            "shop.x: " + START % "R" + "formula: shop.sales, target: shop.plan}",
            "target 'shop.plan' is no metric",
        ),
        ("shop.x: " + START % "R" + "formula: shop.sales, fact: sale}", "fact belongs to a measure"),
        ("nodot: " + START % "R" + "formula: shop.sales}", "nodot"),
    ],
)
def test_what_does_not_fit_is_refused_by_file_and_metric(declare, line, told):
    with pytest.raises(MetricsInvalidError, match=told) as caught:
        declare(line)
    assert "metrics.yaml" in caught.value.message


def test_errors_name_near_misses(declare):
    with pytest.raises(MetricsInvalidError) as caught:
        declare("shop.x: " + START % "F" + "measre: sum(amount)}")
    assert "'measure'" in caught.value.hint
    with pytest.raises(MetricUnknownError) as unknown:
        declare().metric("shop.slaes")
    assert "'shop.sales'" in unknown.value.hint


def test_a_circle_is_named(declare):
    with pytest.raises(MetricCycleError, match=r"shop\.x → shop\.y → shop\.x"):
        declare(
            "shop.x: " + START % "R" + "formula: shop.y * 2}",
            "shop.y: " + START % "R" + "formula: shop.x + shop.sales}",
        )


def test_an_unreadable_file_is_told_with_its_line(tmp_path):
    (tmp_path / "metrics.yaml").write_text("metrics: [", encoding="utf-8")
    with pytest.raises(MetricsInvalidError, match="not readable YAML"):
        load_catalog([Declared(shop_contract(), tmp_path)])


def test_one_id_has_one_home(tmp_path):
    other = shop_contract().model_copy(update={"id": "other"})
    with pytest.raises(MetricsInvalidError, match="declared by other and by shop"):
        load_catalog([Declared(shop_contract(), HERE), Declared(other, HERE)])


def test_dimensions_follow_references(catalog):
    paths = [each.path for each in catalog.dimensions_of("shop.sales")]
    assert paths[:3] == ["size", "customer", "entity"]
    assert {"customer.segment", "customer.country.continent", "entity.region", "channel"} <= set(paths)
    assert "ageing" not in paths
    assert "sold_on" not in paths


def test_a_formula_has_the_dimensions_all_its_parts_share(catalog):
    paths = {each.path for each in catalog.dimensions_of("shop.dso")}
    assert {"entity", "customer.segment", "currency"} <= paths
    assert not {"channel", "ageing"} & paths
    with pytest.raises(DimensionUnreachableError, match="channel"):
        catalog.dimension("shop.dso", "channel")


def test_a_metric_may_be_restricted(declare):
    catalog = declare(
        "shop.x: " + START % "F" + "fact: sale, measure: count(*), dimensions: [entity, channel]}"
    )
    assert {each.path for each in catalog.dimensions_of("shop.x")} == {
        "entity",
        "entity.region",
        "entity.currency",
        "channel",
    }
    with pytest.raises(DimensionUnreachableError, match="'chanel'"):
        declare("shop.x: " + START % "F" + "fact: sale, measure: count(*), dimensions: [chanel]}")


def test_search_knows_titles_synonyms_and_slips(catalog):
    assert catalog.search("Sales")[0].id == "shop.sales"
    assert catalog.search("turnover")[0].id == "shop.sales"
    assert catalog.search("complants")[0].id == "shop.tickets"
    assert catalog.search("late share")[0].id == "shop.late_share"
    assert catalog.search("zzzz") == ()


def test_formulas_in_words(catalog):
    assert catalog.formula_in_words("shop.price") == "Sales ÷ Pieces sold"
    assert catalog.formula_in_words("shop.sales") == "Sum of sales."
    assert (
        catalog.formula_in_words("shop.dso", "count_back")
        == "days of Sales, counted back up to 6 months, that make up Claims"
    )


def test_an_unknown_variant_is_refused(catalog):
    with pytest.raises(MetricUnknownError, match="no variant 'backwards'"):
        catalog.definition("shop.dso", "backwards")


def test_the_version_changes_with_the_declarations(catalog, declare):
    assert declare().version == catalog.version
    assert declare("shop.x: " + START % "R" + "formula: shop.sales}").version != catalog.version
