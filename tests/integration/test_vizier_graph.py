"""The Vizier over GraphQL: reasons that come later, readers, explanations that add up, and who may approve."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from math import fsum
from pathlib import Path
from typing import Any

import pytest

from symphonies.app.settings import load_settings
from symphonies.app.wiring import open_instance
from symphonies.kernel import FixedClock
from tests.integration.instances import opened
from tests.integration.persona_graph import Ask, asking
from tests.live import call, run

BRIEFING = """{ briefing(symphony: "cfo") {
  ready language lastVisitAt headline { text } sections { name title sentences { text spans { fact } } } } }"""
OPEN = """{ recommendations(symphony: "cfo") {
  id action needsTwo gain { expected } approveRefusal declineRefusal decision { state approvers notes { by text } } } }"""
APPROVE = """mutation ($id: ID!, $note: String! = "") {
  approveRecommendation(symphony: "cfo", id: $id, note: $note) { state approvers notes { by text } } }"""
PART = "You see only a part of what this is worth"


@pytest.fixture(scope="module")
def ask(own_store: Path) -> Iterator[Ask]:
    with opened(own_store, vizier={"four_eyes_above": 1_000.0}) as instance:
        yield asking(instance)


@pytest.fixture(scope="module")
def dun(ask: Ask) -> dict[str, Any]:
    found = ask(OPEN).data["recommendations"]
    return next(each for each in found if each["action"].startswith("Dun"))


def test_what_a_recommendation_is_worth_leads_to_what_it_was_worked_out_from(ask: Ask) -> None:
    said = "{ text spans { text metric query page } }"
    found = ask(
        f'{{ recommendations(symphony: "cfo") {{ gain {{ expected }} worth {said} effect {said} }} }}'
    ).data
    assert any(each["gain"] for each in found["recommendations"])
    for each in found["recommendations"]:
        spans = [span for sentence in each["worth"] + each["effect"] for span in sentence["spans"]]
        bare = [span["text"].replace("4 of 5 cases", "") for span in spans if not span["metric"]]
        assert [text for text in bare if re.search(r"\d", text)] == []
        figures = [span for span in spans if span["metric"]]
        assert bool(figures) == bool(each["gain"])
        assert all(span["query"] or span["page"] for span in figures)


def test_a_briefing_does_not_wait_for_reasons_and_tells_them_when_they_are_there(ask: Ask) -> None:
    first = ask(BRIEFING, "treasury")
    assert not first.errors
    assert first.data["briefing"]["ready"] is False
    sections = {part["name"]: part["sentences"] for part in first.data["briefing"]["sections"]}
    assert sections["do"], "advice does not wait"
    assert "why" not in sections
    for _ in range(400):
        told = ask(BRIEFING, "treasury").data["briefing"]
        if told["ready"]:
            break
        time.sleep(0.2)
    whys = next(part["sentences"] for part in told["sections"] if part["name"] == "why")
    assert all(any(span["fact"] for span in said["spans"]) for said in whys)


def test_explained_changes_add_up_and_are_those_of_the_command_line(ask: Ask, own_store: Path) -> None:
    asked = """{ explainChange(metric: "corp.revenue", from: "2026-09-01", to: "2026-09-30", by: ["entity.region"]) {
      unit currency change before after beforeDays afterDays singleCause drivers { label share } notes
      breakdowns { dimension method contributions { label value amount } }
      causes { metric effect } counterEvidence { metric effect effectLow effectHigh why } } }"""
    answer = ask(asked)
    assert not answer.errors
    found = answer.data["explainChange"]
    assert (found["unit"], found["currency"]) == ("money", "EUR")
    assert found["afterDays"] == ["2026-09-01", "2026-09-30"]
    assert found["beforeDays"] == ["2026-08-01", "2026-08-31"]
    (part,) = found["breakdowns"]
    assert fsum(each["amount"] for each in part["contributions"]) == pytest.approx(found["change"])
    assert found["singleCause"] or found["notes"]
    assert not {each["metric"] for each in found["causes"]} & {
        each["metric"] for each in found["counterEvidence"]
    }
    copy = Path(shutil.copytree(own_store, own_store.parent / "copy"))
    done = run(
        "explain", "corp.revenue", "--from", "2026-09-01", "--to", "2026-09-30", "--by", "entity.region",
        "--store", copy, "--json",
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert told["change"] == pytest.approx(found["change"])
    assert [each["label"] for each in told["breakdowns"][0]["contributions"]] == [
        each["label"] for each in part["contributions"]
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ('metric: "corp.revenu"', "METRIC_UNKNOWN"),
        ('metric: "corp.revenue", from: "soon"', "ARGUMENT_INVALID"),
        ('metric: "corp.revenue", from: "2026-09-30", to: "2026-09-01"', "ARGUMENT_INVALID"),
        ('metric: "corp.revenue", from: "1999-01-01", to: "1999-01-31"', "CHANGE_EMPTY"),
        ('metric: "corp.revenue", by: ["colour"]', "DIMENSION_UNREACHABLE"),
    ],
)
def test_what_cannot_be_explained_says_why(ask: Ask, arguments: str, code: str) -> None:
    (error,) = ask(f"{{ explainChange({arguments}) {{ change }} }}").errors
    assert error["extensions"]["code"] == code


def test_what_is_hidden_is_not_explained(ask: Ask) -> None:
    (error,) = ask('{ explainChange(metric: "corp.ebitda") { change } }', "treasury").errors
    assert error["extensions"]["code"] == "FORBIDDEN"


def test_how_to_be_told_is_kept_for_each_reader(ask: Ask) -> None:
    change = 'mutation { setReadingStyle(length: BRIEF, tone: PLAIN, language: "de") { length languages } }'
    assert ask(change, "treasury").data["setReadingStyle"] == {"length": "BRIEF", "languages": ["en", "de"]}
    told = ask(BRIEFING, "treasury").data["briefing"]
    assert told["language"] == "de"
    assert told["sections"][0]["title"] == "Was sich geändert hat"
    assert len(told["sections"][0]["sentences"]) == 1
    assert ask(BRIEFING).data["briefing"]["language"] == "en"
    refused = ask('mutation { setReadingStyle(length: BRIEF, tone: PLAIN, language: "tlh") { length } }')
    assert refused.errors[0]["extensions"]["code"] == "ARGUMENT_INVALID"


def test_a_visit_is_noted_after_a_briefing_was_read(ask: Ask) -> None:
    note = 'mutation { noteVisit(symphony: "cfo") { before } }'
    assert ask(note, "auditor").errors[0]["extensions"]["code"] == "ARGUMENT_INVALID"
    assert ask(BRIEFING, "auditor").data["briefing"]["lastVisitAt"] is None
    assert ask(note, "auditor").data["noteVisit"] == {"before": None}


def test_two_others_approve_what_is_large_and_see_all_of_it(ask: Ask, dun: dict[str, Any]) -> None:
    assert dun["needsTwo"]
    assert dun["approveRefusal"] is None
    first = ask(APPROVE, id=dun["id"], note=" Call them first. ").data["approveRecommendation"]
    assert first == {
        "state": "second",
        "approvers": ["cfo"],
        "notes": [{"by": "cfo", "text": "Call them first."}],
    }
    (again,) = ask(APPROVE, id=dun["id"]).errors
    assert again["extensions"]["code"] == "DECISION_REFUSED"
    for who in ("controller_dach", "auditor"):
        refused = ask(APPROVE, who, id=dun["id"])
        assert refused.errors[0]["extensions"]["code"] in ("DECISION_FORBIDDEN", "NAME_UNKNOWN"), who
    seen = next(
        each for each in ask(OPEN, "controller_group").data["recommendations"] if each["id"] == dun["id"]
    )
    assert seen["gain"] == dun["gain"]
    second = ask(APPROVE, "controller_group", id=dun["id"]).data["approveRecommendation"]
    assert (second["state"], second["approvers"]) == ("approved", ["cfo", "controller_group"])


def test_a_decision_is_measured_once_the_data_reach_its_day(sample_store: Path, tmp_path: Path) -> None:
    store = Path(shutil.copytree(sample_store, tmp_path / "store"))
    settings = load_settings(environment={}, lakehouse={"store": store})
    instance = open_instance(settings, FixedClock(datetime(2026, 9, 1, tzinfo=UTC)))
    decided = "{ decisions { action state predicted realised measureOn } }"
    try:
        ask = asking(instance)
        small = next(
            each for each in ask(OPEN).data["recommendations"] if not each["needsTwo"] and each["gain"]
        )
        approved = ask(APPROVE, id=small["id"]).data["approveRecommendation"]
        (found,) = ask(decided).data["decisions"]
        (again,) = ask(decided, "auditor").data["decisions"]
    finally:
        instance.close()
    assert approved["state"] == "approved"
    assert (found["action"], found["state"]) == (small["action"], "measured")
    assert found["predicted"] == pytest.approx(small["gain"]["expected"])
    assert found["realised"] == 0.0, "nothing was loaded since, so nothing moved"
    assert again["state"] == "measured"
    (told,) = json.loads(call("decisions", "--store", store, "--json").stdout)
    assert (told["decision"], told["realised"]) == (small["action"], 0.0)


def test_a_part_of_a_gain_does_not_pass_under_the_limit_of_four_eyes(ask: Ask) -> None:
    whole = {each["id"]: each for each in ask(OPEN).data["recommendations"]}
    cut = [each for each in ask(OPEN, "controller_dach").data["recommendations"] if each["id"] in whole]
    assert cut
    for each in cut:
        assert each["needsTwo"] is whole[each["id"]]["needsTwo"]
        if each["gain"] != whole[each["id"]]["gain"]:
            assert each["approveRefusal"].startswith(PART)
            assert each["declineRefusal"].startswith(PART)


def test_an_auditor_looks_and_does_not_decide(ask: Ask) -> None:
    for each in ask(OPEN, "auditor").data["recommendations"]:
        assert each["approveRefusal"]
        assert each["declineRefusal"]


def test_a_pinned_answer_is_kept_for_its_person(ask: Ask) -> None:
    change = """mutation ($questions: [String!]!, $pinned: Boolean! = true) {
      pinAnswer(symphony: "cfo", page: "corporate", questions: $questions, pinned: $pinned) { questions } }"""
    pinned = ask(change, "treasury", questions=["cash by entity", "only DACH"]).data["pinAnswer"]
    assert pinned == [{"questions": ["cash by entity", "only DACH"]}]
    assert ask("{ pins { symphony page questions } }").data["pins"] == []
    (kept,) = ask("{ pins { symphony page questions } }", "treasury").data["pins"]
    assert (kept["symphony"], kept["page"]) == ("cfo", "corporate")
    (error,) = ask(change, "treasury", questions=[]).errors
    assert error["extensions"]["code"] == "PIN_REFUSED"
    assert ask(change, "treasury", questions=kept["questions"], pinned=False).data["pinAnswer"] == []
