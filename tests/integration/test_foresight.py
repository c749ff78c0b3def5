"""Questions about cash to come on the sample company: answered by the engine, in the asker's rights, and briefed."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from symphonies.app.asking import open_asker
from symphonies.app.wiring import Instance
from symphonies.app.wiring_symphonies import symphony_desks, symphony_foresights
from symphonies.platform.scenarios import Lever
from symphonies.platform.vizier import Answer, Outlook, check, coming_facts, narrate
from tests.integration.instances import Scopes
from tests.live import call

Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def instance(instance: Instance) -> Instance:
    symphony_desks(instance, patience_s=None)
    return instance


@pytest.fixture(scope="module")
def ask(instance: Instance, scopes: Scopes) -> Ask:
    asker = open_asker(instance)
    return lambda question, who="cfo": asker.ask(question, scopes(who))


def test_what_if_is_what_the_lever_on_the_cash_page_does(instance: Instance, ask: Ask) -> None:
    told = ask("what if DSO rises by 5 days?")
    desk = symphony_desks(instance)["cfo"]
    simulation = desk.simulation()
    outcome = desk.ask(simulation, [Lever(kind="dso", value=5)]).outcome
    last = told.rows[-1]
    assert (told.kind, told.intent) == ("answer", "what_if")
    assert (last["middle"], last["low"], last["high"]) == tuple(outcome.bands[[2, 0, 4], -1] / 100)
    assert last["baseline"] == simulation.baseline.bands[2, -1] / 100
    assert told.chart is not None
    assert (told.chart.series[0], told.chart.band) == ("middle", ("low", "high"))
    assert told.working is not None
    assert any("pay_days 1 (draft)" in words for words in told.working.words)


@pytest.mark.parametrize(
    ("question", "kind", "words"),
    [
        ("when is cash lowest?", "answer", "Cash is lowest around"),
        ("will we breach a covenant?", "answer", "covenant"),
        ("how long is our runway?", "answer", "worst fifth of cases"),
        ("forecast cash to January", "answer", "on 31 January 2027"),
        ("what if EUR/USD falls 5 %", "answer", "USD is worth 5.3% more"),
        ("what if our largest customer defaults", "answer", "stops paying"),
        ("what if customer Nobody Knows defaults", "ask", "Which customer?"),
        ("what if DSO rises by 400 days", "refusal", "by -30 days to 60 days, not by 400 days"),
        ("what if the moon falls", "refusal", "none of the levers of cash"),
    ],
)
def test_each_question_gets_a_helpful_answer(question: str, kind: str, words: str, ask: Ask) -> None:
    told = ask(question)
    assert (told.kind, words in told.sentence) == (kind, True), told.sentence
    assert told.rows or told.choices or told.suggestions


def test_who_may_not_see_cash_gets_no_forecast_of_it(ask: Ask) -> None:
    told = ask("what if DSO rises by 5 days", "outsider")
    assert told.kind != "answer"
    assert "cash" not in " ".join((told.sentence, *told.suggestions, *told.choices)).lower()


def test_a_briefing_says_what_is_coming_and_nothing_that_its_facts_do_not(instance: Instance) -> None:
    scope = instance.scope(instance.principals["cfo"])
    facts = coming_facts(symphony_foresights(instance))(instance.semantics, scope, ["corp.cash"])
    low = next(fact for fact in facts if isinstance(fact, Outlook) and fact.is_lowest)
    assert low.low <= low.value <= low.high
    text = narrate(facts)
    said = [each.text for section in text.sections for each in section.sentences]
    assert any("low point of cash position" in each for each in said)
    for each in said:
        assert check(each, facts).stands, each


def test_the_command_line_briefs_it(instance: Instance) -> None:
    store = instance.settings.lakehouse.store
    instance.lakehouse.engine.close()
    done = call("brief", "cfo", "--store", store, "--json")
    sections = {each["name"]: each["sentences"] for each in json.loads(done.stdout)["sections"]}
    assert any("low point of cash position" in each for each in sections["coming"])
