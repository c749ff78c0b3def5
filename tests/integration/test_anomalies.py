"""What is unusual in the sample company, over GraphQL: what was planted is told with its cause, states are kept."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.instances import opened
from tests.integration.persona_graph import Ask, asking

LIST = "{ anomalies { ready items { id state metric title unit currency scope { label } kind value low high chance query sentence { text } also } } }"


@pytest.fixture(scope="module")
def ask(own_store: Path) -> Iterator[Ask]:
    # what takes long on a busy machine is no less right
    with opened(own_store, federation={"timeout_s": 900}) as instance:
        yield asking(instance)


@pytest.fixture(scope="module")
def told(ask: Ask) -> list[dict[str, Any]]:
    for _ in range(240):
        answer = ask(LIST)
        assert not answer.errors
        if answer.data["anomalies"]["ready"]:
            break
        time.sleep(0.5)
    return answer.data["anomalies"]["items"]


def test_what_was_planted_is_told_outside_its_range(told: list[dict[str, Any]]) -> None:
    shown = {metric for each in told for metric in (each["metric"], *each["also"])}
    # at a fiftieth of the company's size there is too little of the other plants
    assert {"ar.terms", "corp.fx_rate"} <= shown
    for each in told:
        assert not each["low"] <= each["value"] <= each["high"]
        assert 0 <= each["chance"] <= 0.1
        assert each["state"] == "firing"
        assert each["sentence"]["text"].endswith(".")


def test_a_cause_is_told_where_it_is_asked_for(ask: Ask, told: list[dict[str, Any]]) -> None:
    asked = "query ($id: ID!) { anomaly(id: $id) { cause { change contributions { label amount share } notes } } }"
    answers = [ask(asked, id=each["id"]) for each in told[:3]]
    assert not any(answer.errors for answer in answers)
    causes = [answer.data["anomaly"]["cause"] for answer in answers if answer.data["anomaly"]["cause"]]
    assert causes
    assert all(cause["contributions"] or cause["notes"] for cause in causes)


def test_an_alert_has_the_figure_of_its_card(ask: Ask, told: list[dict[str, Any]]) -> None:
    card = """query ($id: ID!, $grain: Grain, $period: PeriodInput, $where: [FilterInput!], $currency: String) {
      metric(id: $id, grain: $grain, period: $period, where: $where, currency: $currency) { rows { value } } }"""
    for each in told:
        answer = ask(card, **json.loads(each["query"]))
        assert not answer.errors
        (row,) = answer.data["metric"]["rows"]
        assert row["value"] == pytest.approx(each["value"], rel=1e-12), each


def test_where_it_began_is_told_with_what_stayed_calm(ask: Ask, told: list[dict[str, Any]]) -> None:
    asked = "{ anomalies { items { id metric since began { single metric title label since calm parts rivals } } } }"
    items = ask(asked).data["anomalies"]["items"]
    began = [(each, each["began"]) for each in items if each["began"]]
    assert began, "something moved downstream of something else, or in one slice of itself"
    for each, origin in began:
        assert origin["title"]
        assert origin["metric"] != each["metric"] or origin["label"] or not origin["single"]
        assert origin["single"] or not origin["label"] or origin["rivals"]
        assert not {origin["metric"]} & set(origin["calm"])


def test_every_figure_of_a_cause_leads_to_what_gives_it(ask: Ask, told: list[dict[str, Any]]) -> None:
    said = "spans { text metric query }"
    why = f"query ($id: ID!) {{ anomaly(id: $id) {{ cause {{ change sentence {{ {said} }} parts {{ {said} }} }} }} }}"
    causes = [ask(why, id=each["id"]).data["anomaly"]["cause"] for each in told[:8]]
    known = [each for each in causes if each]
    assert known
    for cause in known:
        spans = [span for each in (cause["sentence"], *cause["parts"]) for span in each["spans"]]
        assert all(span["metric"] or not re.search(r"\d", span["text"]) for span in spans)
        _, after, before = [span for span in cause["sentence"]["spans"] if span["metric"]]
        assert value(ask, after) - value(ask, before) == pytest.approx(cause["change"], rel=1e-9)


def value(ask: Ask, span: dict[str, Any]) -> float:
    """Return the figure to which a span leads."""
    asked = "query ($id: ID!, $period: PeriodInput, $where: [FilterInput!], $currency: String) {"
    asked += " metric(id: $id, period: $period, where: $where, currency: $currency) { rows { value } } }"
    (row,) = ask(asked, **json.loads(span["query"])).data["metric"]["rows"]
    return row["value"]


def test_one_is_found_by_its_id(ask: Ask, told: list[dict[str, Any]]) -> None:
    asked = "query ($id: ID!) { anomaly(id: $id) { id title } }"
    assert ask(asked, id=told[0]["id"]).data["anomaly"]["id"] == told[0]["id"]
    assert ask(asked, id="nothing").data["anomaly"] is None


def test_what_is_acknowledged_stays_so_for_those_who_see_the_same(
    ask: Ask, told: list[dict[str, Any]]
) -> None:
    wanted = told[0]["id"]
    change = "mutation ($id: ID!) { acknowledgeAnomaly(id: $id) { state by } }"
    assert ask(change, id=wanted).data["acknowledgeAnomaly"] == {"state": "acknowledged", "by": "cfo"}
    assert {each["id"]: each["state"] for each in ask(LIST).data["anomalies"]["items"]}[
        wanted
    ] == "acknowledged"


@pytest.mark.parametrize(
    ("change", "variables", "code"),
    [
        (
            "mutation ($id: ID!) { acknowledgeAnomaly(id: $id) { id } }",
            {"id": "nothing"},
            "ATTENTION_ITEM_UNKNOWN",
        ),
        (
            'mutation ($id: ID!) { snoozeAnomaly(id: $id, until: "tomorrow") { id } }',
            {"id": "nothing"},
            "ARGUMENT_INVALID",
        ),
    ],
)
def test_wrong_input_is_refused(ask: Ask, change: str, variables: dict[str, Any], code: str) -> None:
    (error,) = ask(change, **variables).errors
    assert error["extensions"]["code"] == code


def test_the_briefing_tells_it_once_it_was_found(ask: Ask, told: list[dict[str, Any]]) -> None:
    answer = ask('{ briefing(symphony: "cfo", length: FULL) { facts { kind metric sentence { text } } } }')
    assert not answer.errors
    watched = {
        "corp.cash",
        "corp.runway",
        "corp.ebitda_margin",
        "ar.dso",
        "corp.fcf",
        "corp.revenue",
        "pay.success",
    }
    expected = any(watched & {each["metric"], *each["also"]} for each in told)
    assert any(fact["kind"] == "unusual" for fact in answer.data["briefing"]["facts"]) == expected


def test_a_new_level_is_taken_for_the_usual_one_but_what_passed_is_not(
    ask: Ask, told: list[dict[str, Any]]
) -> None:
    change = "mutation ($id: ID!) { acceptAnomaly(id: $id) { state by } }"
    passed = next(each["id"] for each in told if each["kind"] == "spike")
    (error,) = ask(change, id=passed).errors
    assert error["extensions"]["code"] == "ATTENTION_TRANSITION_REFUSED"
    lasting = next(each["id"] for each in told if each["kind"] in ("level", "trend"))
    assert ask(change, id=lasting).data["acceptAnomaly"] == {"state": "accepted", "by": "cfo"}
