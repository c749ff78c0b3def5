"""Printed figures lead to what gives them: the check says of which fact a figure is, the graph how to ask for it."""

from __future__ import annotations

import json
from datetime import date

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import Comparison, Filter, Having, MetricQuery, Op, Top
from symphonies.platform.vizier.ask import Figure, all_linked
from symphonies.platform.vizier.check import check
from symphonies.platform.vizier.narrate import narrate
from symphonies.platform.vizier.subgraph.sentences import told_answer, told_query

from .facts_world import world

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 10, 1))


def test_the_check_finds_the_fact_of_every_figure_a_text_links() -> None:
    for seed in range(40):
        facts = world(seed)
        text = narrate(facts)
        found = {(each.start, each.end) for each in check(text.plain, facts).figures}
        place = 0
        for said in text.sentences:
            for span in said.spans:
                bare = span.text.lstrip("+")
                if span.metric and not bare[-4:].isdigit():
                    start = place + len(span.text) - len(bare)
                    assert any(a <= start and place + len(span.text) >= b for a, b in found), (seed, span)
                place += len(span.text)
            place += 1


def test_a_query_is_told_as_the_arguments_of_the_field() -> None:
    query = MetricQuery(
        ("ar.dso",), ("entity",), Grain.MONTH, SEPTEMBER, (Filter("entity.region", Op.NOT_IN, ("DACH",)),),
        (Comparison.TARGET,), "USD", variants={"ar.dso": "count_back"}, top=Top(3), share=True,
    )  # fmt: skip
    assert json.loads(told_query(query) or "") == {
        "id": "ar.dso", "by": ["entity"], "grain": "MONTH", "period": {"from": "2026-09-01", "to": "2026-09-30"},
        "where": [{"dimension": "entity.region", "op": "NOT_IN", "values": ["DACH"]}], "compare": ["TARGET"],
        "currency": "USD", "variant": "count_back", "top": 3, "rest": True, "share": True,
    }  # fmt: skip


def test_what_the_field_cannot_be_asked_leads_nowhere() -> None:
    assert told_query(None) is None
    assert told_query(MetricQuery(("ar.dso", "ar.dpo"))) is None
    assert told_query(MetricQuery(("ar.dso",), ("entity",), top=Top(3, lowest=True))) is None
    assert told_query(MetricQuery(("ar.dso",), ("entity",), having=(Having("ar.dso", Op.GT, 3.0),))) is None


def test_how_wide_a_range_is_leads_nowhere() -> None:
    said = "Trade payables are expected to be €42.0m, between €33.4m and €50.5m in 4 of 5 cases, after 3 of 7 months."
    found = [said[each.start : each.end] for each in all_linked(said, "corp.payables")]
    assert found[:3] == ["€42.0m", "€33.4m", "€50.5m"]
    assert not any(each in "4 of 5 cases" for each in found)
    assert len(found) > 3, "what is counted stays a figure"


def test_an_answer_is_told_in_spans_that_read_as_its_sentence() -> None:
    query = MetricQuery(("corp.cash",))
    spans = told_answer("Cash is €48.2m.", [Figure(8, 14, "corp.cash", query)])
    assert [span["text"] for span in spans] == ["Cash is ", "€48.2m", "."]
    assert json.loads(spans[1]["query"]) == {"id": "corp.cash", "currency": "group"}
    assert told_answer("Nothing.", []) == [{"text": "Nothing."}]
