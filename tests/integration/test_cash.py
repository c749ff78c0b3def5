"""Cash over GraphQL on the sample company: baseline, levers, scenarios, whose companies."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from symphonies.app.cli.cash_view import looking_at
from symphonies.app.contexts import make_contexts
from symphonies.app.supergraph import build_supergraph
from symphonies.app.wiring import Instance
from symphonies.federation import GraphQLRequest
from symphonies.kernel import NotFoundError
from symphonies.suite.cfo.graphql.viewer import viewer_of

Ask = Callable[..., Any]
FORECAST = """query ($levers: [CashLeverInput!]) { cash(levers: $levers, paths: 500) {
  opening floor fingerprint lowPoint { p50 on } days { on p10 p50 p90 mean }
  explanation { id amount } change { lowPoint parts { amount parts { amount } } } accounts { id low } gaps { what }
} }"""
WORKLIST = """query ($first: Int!, $after: String, $action: ID) {
  cashCollections(first: $first, after: $after, action: $action) {
    count amount worth lowPointOn reachableLowOn next
    items { invoice entity amount worth action actionOn customerName expectedDaysLate neverChance owner }
} }"""
MINIMA = """{ cash(paths: 100) {
  opening floor companies { id opening low minimum chanceBelowMinimum }
  accounts { id low minimum chanceBelowMinimum pool }
} }"""
LATE = [{"kind": "dso", "value": 10}]


@pytest.fixture(scope="module")
def ask(instance: Instance) -> Ask:
    graph, contexts = build_supergraph(instance), make_contexts(instance)

    async def one(query: str, who: str, variables: dict[str, Any]) -> Any:
        for _ in range(30):
            request = GraphQLRequest(query, variables)
            answer = await graph.gateway.execute(request, contexts.of(instance.principals[who]))
            codes = {error["extensions"]["code"] for error in answer.errors or ()}
            if not codes & {"POSITION_PREPARING", "SUBGRAPH_UNAVAILABLE"}:
                break
            await asyncio.sleep(1)
        return answer

    return lambda query, who="cfo", **variables: asyncio.run(one(query, who, variables))


def test_the_baseline_is_a_band_whose_explanation_adds_up(ask: Ask):
    cash = ask(FORECAST).data["cash"]
    assert all(day["p10"] <= day["p50"] <= day["p90"] for day in cash["days"])
    low = next(day for day in cash["days"] if day["on"] == cash["lowPoint"]["on"])
    assert round(sum(part["amount"] for part in cash["explanation"]), 2) == low["mean"]
    assert cash["change"] == {"lowPoint": 0.0, "parts": []}


def test_the_bands_say_how_often_they_held_or_why_that_is_not_known(ask: Ask):
    tested = "{ cash(paths: 100) { coverage { level covered origins reason } } cashBacktest { origins weeks { week } reason } }"
    whole, part = (ask(tested, who).data for who in ("cfo", "controller_dach"))
    assert [each["level"] for each in whole["cash"]["coverage"]] == [0.5, 0.8]
    assert {each["covered"] for each in whole["cash"]["coverage"]} == {None}
    assert "models retrain cash" in whole["cashBacktest"]["reason"]
    assert "whole group" in part["cash"]["coverage"][1]["reason"]


def test_a_lever_is_explained_to_the_cent(ask: Ask):
    change = ask(FORECAST, levers=LATE).data["cash"]["change"]
    assert change["lowPoint"] < 0
    assert round(sum(part["amount"] for part in change["parts"]), 2) == change["lowPoint"]


def test_a_regional_controller_sees_own_companies_only(ask: Ask):
    whole, part = (ask(FORECAST, who).data["cash"] for who in ("cfo", "controller_dach"))
    assert {each["id"] for each in part["accounts"]} < {each["id"] for each in whole["accounts"]}
    assert part["opening"] < whole["opening"]
    assert "covenants" in {gap["what"] for gap in part["gaps"]}


def test_each_account_and_company_is_told_beside_the_least_that_it_must_hold(ask: Ask):
    cash = ask(MINIMA).data["cash"]
    accounts = {each["id"]: each for each in cash["accounts"]}
    pooled = accounts["DB-US-15"]
    assert (pooled["minimum"], pooled["pool"], accounts["DB-DE-01"]["pool"]) == (150_000.0, "DB-US-07", None)
    assert (pooled["low"], pooled["chanceBelowMinimum"]) == (150_000.0, 0.0)
    companies = cash["companies"]
    assert sum(each["opening"] for each in companies) == pytest.approx(cash["opening"], abs=0.1)
    assert sum(each["minimum"] for each in companies) == pytest.approx(cash["floor"], abs=0.1)
    assert all(0 <= each["chanceBelowMinimum"] <= 1 for each in companies)


def test_who_may_see_no_cash_is_refused_with_a_code(ask: Ask):
    answer = ask(FORECAST, "outsider")
    assert [error["extensions"]["code"] for error in answer.errors] == ["FORBIDDEN"]


def test_an_impossible_lever_is_refused_with_a_hint(ask: Ask):
    error = ask(FORECAST, levers=[{"kind": "dsoo", "value": 1}]).errors[0]
    assert error["extensions"]["code"] == "LEVER_INVALID"
    assert "dso" in error["extensions"]["hint"]


def test_a_scenario_is_saved_versioned_shared_rerun_alike_and_deleted(ask: Ask):
    save = "mutation ($input: CashScenarioInput!) { saveCashScenario(input: $input) { id version saved { id value } current forecast { lowPoint { p50 } } } }"
    saved = ask(save, input={"name": "Late payers", "levers": LATE}).data["saveCashScenario"]
    figures = {each["id"]: each["value"] for each in saved["saved"]}
    assert saved["current"]
    assert figures["low"] == saved["forecast"]["lowPoint"]["p50"]
    hidden = ask('{ cashScenario(id: "Late payers") { id } }', "treasury")
    assert hidden.errors[0]["extensions"]["code"] == "SCENARIO_UNKNOWN"
    share = "mutation ($id: ID!) { shareCashScenario(id: $id, shared: true) { version shared } }"
    assert ask(share, id=saved["id"]).data["shareCashScenario"] == {"version": 2, "shared": True}
    seen = ask(
        "{ cashScenarios { name mine saved { value } forecast { lowPoint { p50 } } } }", "treasury"
    ).data["cashScenarios"][0]
    assert (seen["name"], seen["mine"], {each["value"] for each in seen["saved"]}) == (
        "Late payers",
        False,
        {None},
    )
    delete = "mutation ($id: ID!) { deleteCashScenario(id: $id) }"
    assert ask(delete, "treasury", id=saved["id"]).errors[0]["extensions"]["code"] == "FORBIDDEN"
    rows = ask('{ cashComparison(scenarios: ["Late payers"]) { names rows { id deltas } } }').data[
        "cashComparison"
    ]
    assert rows["names"] == ["Baseline", "Late payers"]
    assert ask(delete, id=saved["id"]).errors in (None, [])
    assert ask("{ cashScenarios { id } }").data["cashScenarios"] == []


def test_the_change_since_an_earlier_forecast_adds_up(ask: Ask):
    since = ask(
        "{ cashSince { days before { asOf on mean } now { asOf on mean } parts { id amount } } }"
    ).data["cashSince"]
    assert since["days"] == 7
    assert since["before"]["asOf"] < since["now"]["asOf"] < since["now"]["on"]
    moved = round(sum(part["amount"] for part in since["parts"]), 2)
    assert moved == round(since["now"]["mean"] - since["before"]["mean"], 2)
    assert any(part["id"] == "came" and part["amount"] for part in since["parts"])


def test_events_are_the_largest_payments_in_order(ask: Ask):
    events = ask("{ cash { asOf events { on title amount } } }").data["cash"]["events"]
    assert 1 <= len(events) <= 6
    assert [event["on"] for event in events] == sorted(event["on"] for event in events)
    assert all(event["amount"] > 0 for event in events)
    assert "Payroll" in {event["title"] for event in events}


def test_a_deleted_scenario_can_be_brought_back(ask: Ask):
    save = 'mutation { saveCashScenario(input: {name: "Gone", levers: [{kind: "dso", value: 3}]}) { id } }'
    made = ask(save).data["saveCashScenario"]["id"]
    ask("mutation($id: ID!) { deleteCashScenario(id: $id) }", id=made)
    restore = "mutation($id: ID!) { restoreCashScenario(id: $id) { id name levers { kind value } } }"
    refused = ask(restore, "treasury", id=made).errors[0]["extensions"]["code"]
    assert refused == "SCENARIO_UNKNOWN"
    assert ask(restore, id=made).data["restoreCashScenario"] == {
        "id": made, "name": "Gone", "levers": [{"kind": "dso", "value": 3.0}],
    }  # fmt: skip
    ask("mutation($id: ID!) { deleteCashScenario(id: $id) }", id=made)


def test_the_worklist_is_paged_without_gaps_the_most_valuable_action_first(ask: Ask):
    whole = ask(WORKLIST, first=500).data["cashCollections"]
    pages, after = [], None
    while True:
        page = ask(WORKLIST, first=200, after=after).data["cashCollections"]
        pages += page["items"]
        after = page["next"]
        if after is None:
            break
    assert len(pages) == len({each["invoice"] for each in pages}) == whole["count"]
    assert pages[: len(whole["items"])] == whole["items"]
    worth = [each["worth"] or 0 for each in pages]
    assert worth == sorted(worth, reverse=True)
    assert round(sum(worth), 0) == pytest.approx(whole["worth"], abs=2)
    assert all(each["actionOn"] <= whole["reachableLowOn"] for each in pages if each["action"] == "remind")


def test_a_worklist_holds_the_invoices_of_companies_the_reader_may_see(ask: Ask):
    whole, part = (
        ask(WORKLIST, who, first=500).data["cashCollections"] for who in ("cfo", "controller_dach")
    )
    assert 0 < part["count"] < whole["count"]
    assert {each["entity"] for each in part["items"]} < {each["entity"] for each in whole["items"]}
    assert {
        each["customerName"] for each in ask(WORKLIST, "auditor", first=5).data["cashCollections"]["items"]
    } == {None}
    refused = ask(WORKLIST, "treasury", first=5)
    assert [error["extensions"]["code"] for error in refused.errors] == ["FORBIDDEN"]


def test_a_worklist_takes_no_page_and_no_action_that_there_is_not(ask: Ask):
    codes = [
        ask(WORKLIST, first=5, **given).errors[0]["extensions"]["code"]
        for given in ({"after": "second"}, {"action": "sue"})
    ]
    assert codes == ["CURSOR_INVALID", "ARGUMENT_INVALID"]


PLAN = """query ($confidence: Float!, $under: [CashLeverInput!]) {
  cashMitigation(confidence: $confidence, under: $under) { id version current state levers { kind value } plan {
    verdict summary chanceBefore chance cost method contenders { method chance cost }
    steps { id kind title owner gain { expected low high } cost evidence practice { daysBeyondTerms } }
    bundles { kind title steps } suppliers { lateShareBefore lateShareAfter }
} } }"""


def planned(ask: Ask, who: str = "cfo", **given: Any) -> Any:
    for _ in range(240):
        found = ask(PLAN, who, **given).data["cashMitigation"]
        if found["state"] == "ready":
            return found["plan"]
        time.sleep(0.5)
    raise AssertionError("no plan was made")


def test_a_plan_is_made_in_the_background_and_names_what_it_rests_on_to_those_who_may_read_it(ask: Ask):
    under = [{"kind": "dso", "value": 15}]
    plan = planned(ask, confidence=0.9, under=under)
    assert plan["chanceBefore"] < 0.9
    assert plan["verdict"] in ("met", "unreachable")
    assert plan["chance"] >= plan["chanceBefore"] - 0.02
    assert {each["method"] for each in plan["contenders"]} == {"programme", "policy"}
    for step in plan["steps"]:
        assert step["owner"]
        assert step["evidence"]
        assert step["gain"]["low"] <= step["gain"]["expected"] + 0.01
    assert all(step["practice"]["daysBeyondTerms"] == 0 for step in plan["steps"] if step["practice"])
    names = {each["title"] for each in plan["steps"] if each["kind"] in ("reminder", "discount")}
    hidden = planned(ask, "treasury", confidence=0.9, under=under)
    told = {each["title"] for each in hidden["steps"] if each["kind"] in ("reminder", "discount")}
    assert not names & told
    assert not any(each["evidence"] for each in hidden["steps"] if each["kind"] in ("reminder", "discount"))


def test_a_plan_that_makes_no_sense_is_refused_at_once(ask: Ask):
    sure = ask(PLAN, confidence=0.999).errors[0]["extensions"]["code"]
    levered = ask(PLAN, confidence=0.9, under=[{"kind": "dsoo", "value": 1}]).errors[0]["extensions"]["code"]
    assert (sure, levered) == ("SIMULATION_INVALID", "LEVER_INVALID")


VIEW = """query ($view: CashViewInput, $levers: [CashLeverInput!]) { cash(view: $view, levers: $levers, paths: 100) {
  currency rate entities opening floor lowPoint { p50 } days { mean } gaps { what why } coverage { reason }
  explanation { id amount parts { amount } } causes { id } change { lowPoint parts { amount parts { amount } } }
} }"""


def test_cash_of_some_companies_is_theirs_and_says_what_cannot_be_split(ask: Ask):
    whole = ask(VIEW).data["cash"]
    parts = [ask(VIEW, view={"entities": [each]}).data["cash"] for each in whole["entities"]]
    assert len(parts) > 3
    # each currency of each company is rounded to a cent of its own
    assert sum(each["opening"] for each in parts) == pytest.approx(whole["opening"], abs=0.1)
    assert sum(each["floor"] for each in parts) == pytest.approx(whole["floor"], abs=0.1)
    swept = [each for each in parts if "pooled cash" in {gap["what"] for gap in each["gaps"]}]
    assert swept
    assert any("is swept to" in gap["why"] for gap in swept[0]["gaps"])
    assert "pooled cash" not in {gap["what"] for gap in whole["gaps"]}
    assert all(each["reason"] and "whole group" in each["reason"] for each in parts[0]["coverage"])


def test_another_currency_is_told_at_one_rate_and_adds_up_to_the_cent(ask: Ask):
    base, told = (
        ask(VIEW, levers=LATE).data["cash"],
        ask(VIEW, levers=LATE, view={"currency": "USD"}).data["cash"],
    )
    assert (base["currency"], told["currency"], base["rate"]) == ("EUR", "USD", 1.0)
    assert told["opening"] == pytest.approx(base["opening"] * told["rate"], abs=0.01)
    assert round(sum(part["amount"] for part in told["change"]["parts"]), 2) == told["change"]["lowPoint"]
    for part in told["explanation"]:
        if part["parts"]:
            assert round(sum(each["amount"] for each in part["parts"]), 2) == part["amount"]
    metric = '{ metric(id: "corp.cash", currency: "USD", grain: DAY, period: {last: 1}) { rows { value } } }'
    assert ask(metric).data["metric"]["rows"][0]["value"] == pytest.approx(told["opening"], abs=0.01)


def test_the_command_line_looks_at_companies_by_id_name_and_region(instance: Instance):
    context = make_contexts(instance).of(instance.principals["cfo"])
    viewer, semantics, scope = viewer_of(context), instance.semantics, context.scope
    names = dict(semantics.values("corp.cash", "entity", scope))
    one = min(names)
    look = partial(looking_at, viewer, semantics, scope)
    assert look([one.lower()], None).entities == look([names[one]], None).entities == {one}
    assert look(None, None).entities == viewer.entities
    there = look(None, ["dach", "UK"]).entities
    assert {"DB-DE", "DB-UK"} <= there < viewer.entities
    assert look(["DB-DE", "DB-US"], ["DACH"]).entities == {"DB-DE"}
    for entities, regions, told in (
        (["Nope"], None, "DB-DE"),
        (None, ["Mars"], "DACH"),
        (["DB-US"], ["UK"], None),
    ):
        with pytest.raises(NotFoundError, match=told):
            look(entities, regions)


@pytest.mark.parametrize("view", [{"entities": ["XX"]}, {"entities": []}, {"currency": "ZAR"}])
def test_what_cannot_be_looked_at_is_refused(ask: Ask, view: dict[str, Any]):
    error = ask(VIEW, view=view).errors[0]
    assert error["extensions"]["code"] == "ARGUMENT_INVALID"
    assert "there are" in error["message"]


def test_a_controller_may_narrow_to_own_companies_only(ask: Ask):
    every, mine = (set(ask(VIEW, who).data["cash"]["entities"]) for who in ("cfo", "controller_dach"))
    one, other = sorted(mine)[0], sorted(every - mine)[0]
    assert ask(VIEW, "controller_dach", view={"entities": [one]}).data["cash"]["entities"] == [one]
    refused = ask(VIEW, "controller_dach", view={"entities": [other]}).errors[0]
    assert refused["extensions"]["code"] == "ARGUMENT_INVALID"
    assert other not in refused["message"].partition(";")[2]


def test_the_customers_behind_a_change_add_up_to_it(ask: Ask):
    since = ask("{ cashSince { parts { id amount parts { id title amount } } } }").data["cashSince"]
    behind = {part["id"]: part for part in since["parts"] if part["parts"]}
    assert {"came", "receipts"} <= set(behind)
    for part in behind.values():
        assert round(sum(each["amount"] for each in part["parts"]), 2) == part["amount"]
        assert part["parts"][-1]["id"] == "others"
        assert all(each["title"] != each["id"] for each in part["parts"][:-1])


def test_a_plan_is_kept_for_whoever_asked_and_told_again(ask: Ask):
    under = [{"kind": "dso", "value": 15}]
    planned(ask, confidence=0.9, under=under)
    answer = ask(PLAN, confidence=0.9, under=under).data["cashMitigation"]
    assert answer["version"] == 1
    assert answer["current"]
    kept = "{ cashMitigations { id confidence plan { summary chance } versions { version } } }"
    assert ask(kept).data["cashMitigations"] == [
        {"id": answer["id"], "confidence": 0.9, "versions": [{"version": 1}],
         "plan": {name: answer["plan"][name] for name in ("summary", "chance")}},
    ]  # fmt: skip
    theirs = {each["id"] for each in ask(kept, "treasury").data["cashMitigations"]}
    assert answer["id"] not in theirs
    one = "query ($id: ID!) { cashMitigationKept(id: $id) { version } }"
    assert ask(one, "treasury", id=answer["id"]).errors[0]["extensions"]["code"] == "PLAN_UNKNOWN"
    delete = "mutation ($id: ID!) { deleteCashMitigation(id: $id) }"
    assert ask(delete, "treasury", id=answer["id"]).errors[0]["extensions"]["code"] == "PLAN_UNKNOWN"
    assert ask(delete, id=answer["id"]).data == {"deleteCashMitigation": answer["id"]}
    assert ask(kept).data["cashMitigations"] == []
