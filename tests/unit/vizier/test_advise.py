"""Advice: rules over facts, what is worth most first, decisions by the rules, and what they teach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from symphonies.kernel import DeclarationError, Grain, Period
from symphonies.platform.records import RecordChangedError, Records
from symphonies.platform.semantics import Direction
from symphonies.platform.vizier.advise import (
    DecisionRefusedError,
    Gain,
    Ledger,
    Playbook,
    Proposal,
    State,
    as_fact,
    load_playbook,
    propose,
    recommend,
)
from symphonies.platform.vizier.check import check
from symphonies.platform.vizier.facts import Against, Level, Reference, Subject, Timespan
from symphonies.platform.vizier.narrate import Style, Tone, load_language, sentence
from tests.unit.vizier.conftest import Moving

TODAY = date(2026, 11, 2)
OCTOBER = Timespan(Period(date(2026, 10, 1), date(2026, 11, 1)), Grain.MONTH, "2026-10")
OVERDUE = Level(
    subject=Subject("ar.overdue", "Overdue share", "ratio", None, Direction.DOWN, OCTOBER),
    value=0.15,
    references=(Reference(Against.PLAN, 0.12), Reference(Against.YEAR, 0.16)),
)
DUN = {
    "when": {"metric": "ar.overdue", "is": "bad", "by_ratio": 0.05},
    "action": "Dun the largest late payers",
    "owner": "Collections",
    "worth": {"metric": "ar.overdue_amount", "share": [0.1, 0.3, 0.5], "why": "a guess"},
    "confidence": 0.5,
}
WORTH = {"ar.overdue_amount": 1_000_000.0}


@pytest.fixture
def ledger(records: Records, clock: Moving) -> Ledger:
    return Ledger(records, clock, four_eyes_above=250_000.0)


def playbook(**changes: object) -> Playbook:
    return Playbook.model_validate({"rules": {"dun": DUN | changes}})


def proposal(**changes: object) -> Proposal:
    made = next(propose(playbook(), [OVERDUE], WORTH.get, "cfo"))
    return replace(made, gain=Gain(100_000, 50_000, 150_000), **changes)


def test_a_rule_speaks_when_its_fact_is_so() -> None:
    found = next(propose(playbook(), [OVERDUE], WORTH.get, "cfo"))
    assert found.gain == Gain(300_000, 100_000, 500_000, assumption="a guess", part_of="ar.overdue_amount")
    assert found.evidence == (OVERDUE.id,)
    assert found.value() == 150_000


@pytest.mark.parametrize(
    ("when", "speaks"),
    [
        ({"is": "bad", "against": "plan"}, True),
        ({"is": "bad", "against": "year"}, False),
        ({"is": "good", "against": "year"}, True),
        ({"is": "above"}, True),
        ({"is": "below"}, False),
        ({"is": "bad", "by_ratio": 0.25}, True),
        ({"is": "bad", "by_ratio": 0.26}, False),
        ({"is": "bad", "against": "visit"}, False),
        ({"is": "unusual"}, False),
        ({"is": "bad", "metric": "ar.dso"}, False),
    ],
)
def test_a_rule_is_silent_when_it_is_not(when: dict[str, object], speaks: bool) -> None:
    rules = playbook(when={"metric": "ar.overdue"} | when)
    assert bool(list(propose(rules, [OVERDUE], WORTH.get, "cfo"))) is speaks


def test_what_cannot_be_put_in_money_is_proposed_without_a_figure(ledger: Ledger) -> None:
    found = next(propose(playbook(), [OVERDUE], lambda _: None, "cfo"))
    assert found.gain is None
    told = recommend([OVERDUE], playbook(), ledger, lambda _: None, TODAY, symphony="cfo")
    fact = as_fact(told[0], OVERDUE.subject)
    assert sentence(fact).text == "Dun the largest late payers by 16 Nov 2026 (Collections)."
    assert check(sentence(fact).text, [fact]).stands


def test_equal_proposals_are_one_and_the_most_valuable_is_first(ledger: Ledger) -> None:
    better = replace(proposal(), gain=Gain(900_000, 1, 2), source="engine")
    other = replace(proposal(), key="cfo.other", gain=Gain(400_000, 1, 2), cost=50_000)
    found = recommend(
        [OVERDUE], playbook(), ledger, WORTH.get, TODAY, symphony="cfo", proposers=[lambda _: [better, other]]
    )
    assert [each.proposal.source for each in found] == ["engine", other.source]
    assert found[1].value == pytest.approx(400_000 * 0.5 * 0.75 - 50_000)


def test_a_rule_is_silent_where_an_engine_says_the_same(ledger: Ledger) -> None:
    engine = replace(
        proposal(), key="cfo.plan", gain=Gain(5, 1, 9, simulated=True), instead_of=(proposal().key,)
    )
    found = recommend(
        [OVERDUE], playbook(), ledger, WORTH.get, TODAY, symphony="cfo", proposers=[lambda _: [engine]]
    )
    assert [each.proposal.key for each in found] == ["cfo.plan"]
    ledger.approve(replace(proposal(), gain=Gain(900_000, 1, 2)), "maya", None)
    found = recommend(
        [OVERDUE], playbook(), ledger, WORTH.get, TODAY, symphony="cfo", proposers=[lambda _: [engine]]
    )
    assert {each.proposal.key for each in found} == {"cfo.plan", proposal().key}


def test_a_large_one_needs_two_people(ledger: Ledger) -> None:
    large = replace(proposal(), gain=Gain(250_001, 1, 2))
    assert ledger.approve(large, "cfo", 1.0).state is State.SECOND
    with pytest.raises(DecisionRefusedError, match="second person"):
        ledger.approve(large, "cfo", 1.0)
    decided = ledger.approve(large, "controller", 1.0)
    assert (decided.state, decided.approvers) == (State.APPROVED, ("cfo", "controller"))
    assert decided.predicted == 250_001
    assert decided.measure_on == date(2026, 12, 2)


def test_a_small_one_needs_one_and_is_decided_once(ledger: Ledger) -> None:
    assert ledger.approve(proposal(), "cfo", 1.0).state is State.APPROVED
    for again in (
        lambda: ledger.approve(proposal(), "controller", 1.0),
        lambda: ledger.decline(proposal(), "cfo", "no"),
        lambda: ledger.snooze(proposal(), "cfo", date(2026, 12, 1)),
    ):
        with pytest.raises(DecisionRefusedError, match="approved already"):
            again()


def test_declining_takes_a_reason_and_snoozing_a_later_day(ledger: Ledger, clock: Moving) -> None:
    with pytest.raises(DecisionRefusedError, match="reason"):
        ledger.decline(proposal(), "cfo", "  ")
    with pytest.raises(DecisionRefusedError, match="later day"):
        ledger.snooze(proposal(), "cfo", TODAY)
    assert not ledger.snooze(proposal(), "cfo", TODAY + timedelta(days=3)).is_open(TODAY)
    assert ledger.decision(proposal()).is_open(TODAY + timedelta(days=3))
    clock.instant += timedelta(days=4)
    assert ledger.decline(proposal(), "cfo", "They are in talks with us").state is State.DECLINED


def test_decided_proposals_are_not_shown_again(ledger: Ledger) -> None:
    def shown() -> int:
        return len(recommend([OVERDUE], playbook(), ledger, WORTH.get, TODAY, symphony="cfo"))

    made = next(propose(playbook(), [OVERDUE], WORTH.get, "cfo"))
    assert shown() == 1
    ledger.snooze(made, "cfo", TODAY + timedelta(days=2))
    assert shown() == 0
    assert (
        len(recommend([OVERDUE], playbook(), ledger, WORTH.get, TODAY + timedelta(days=2), symphony="cfo"))
        == 1
    )
    ledger.decline(made, "cfo", "no")
    assert shown() == 0


def test_what_came_of_a_decision_is_set_against_what_was_promised(ledger: Ledger, clock: Moving) -> None:
    ledger.approve(proposal(), "cfo", 900_000.0)
    assert ledger.measure(TODAY, lambda _: 1.0) == []
    later = TODAY + timedelta(days=30)
    clock.instant += timedelta(days=30)
    assert ledger.measure(later, lambda _: None) == []
    measured = ledger.measure(later, lambda decision: (decision.before or 0) - 820_000.0)
    assert [(each.predicted, each.realised) for each in measured] == [(100_000, 80_000)]
    lesson = ledger.lessons()["cfo.dun"]
    assert lesson.delivered_ratio == pytest.approx(0.8)
    assert ledger.decision(proposal()).state is State.PROPOSED, "what was measured may be proposed again"
    assert ledger.approve(proposal(), "cfo", 1.0).state is State.APPROVED


def test_acceptance_is_learned(ledger: Ledger, records: Records) -> None:
    assert ledger.lessons().get("cfo.dun") is None
    ledger.decline(proposal(), "cfo", "no")
    assert ledger.lessons()["cfo.dun"].acceptance == pytest.approx(3 / 5)


def test_two_deciding_at_once_do_not_overwrite_each_other(ledger: Ledger, records: Records) -> None:
    known = ledger.decision(proposal())
    ledger.approve(proposal(), "cfo", 1.0)
    with pytest.raises(RecordChangedError):
        ledger._keep(known, replace(known, state=State.DECLINED), "controller")
    assert len(records.entries("decisions")) == 1, "a refused change leaves no line"


def test_a_playbook_is_read_strictly(tmp_path: Path) -> None:
    assert load_playbook(tmp_path / "none.yaml").rules == {}
    (tmp_path / "playbook.yaml").write_text("rules: {a: {when: {metric: x, is: bad}, action: Act}}")
    with pytest.raises(DeclarationError, match="owner"):
        load_playbook(tmp_path / "playbook.yaml")


def test_advice_is_told_in_the_words_a_rule_has_for_a_language(ledger: Ledger) -> None:
    rules = playbook(said={"de": {"action": "Die größten säumigen Zahler mahnen", "owner": "Inkasso"}})
    told = recommend([OVERDUE], rules, ledger, lambda _: None, TODAY, symphony="cfo")
    fact, german = as_fact(told[0], OVERDUE.subject), load_language("de")
    text = sentence(fact, Style(tone=Tone.PLAIN, language=german)).text
    assert text == "Bis 16. Nov. 2026: Die größten säumigen Zahler mahnen (Inkasso)."
    assert check(text, [fact], german).stands
