"""What people say they meant: kept, reviewed, then understood by all who may see it, and by nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from symphonies.app.asking import open_corrections
from symphonies.app.wiring import Instance
from symphonies.kernel import FixedClock, ForbiddenError, NotFoundError
from symphonies.platform.records import RecordsSettings, open_records
from symphonies.platform.security import LOCAL_OWNER, Scope
from symphonies.platform.vizier import (
    Answer,
    Asker,
    Correction,
    CorrectionRefusedError,
    Corrections,
    CorrectionState,
    Interpreter,
)
from tests.integration.instances import Scopes
from tests.integration.persona_graph import Ask, asking

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def graph(instance: Instance) -> Ask:
    return asking(instance)


@pytest.fixture(scope="module")
def owner(instance: Instance) -> Scope:
    """Somebody else from whom nothing is hidden."""
    return instance.scope(LOCAL_OWNER)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Corrections]:
    records = open_records(RecordsSettings(), tmp_path)
    yield Corrections(records, FixedClock(NOW), lambda _: True)
    records.close()


@pytest.fixture
def asker(instance: Instance, kept: Corrections) -> Asker:
    layer = instance.semantics
    return Asker(layer, interpreter=Interpreter(layer, learned=kept.synonyms), corrections=kept)


def _figures(answer: Answer) -> tuple[str, ...]:
    return answer.query.metrics if answer.query is not None else ()


def _corrected(asker: Asker, scope: Scope) -> Answer:
    first = asker.ask("borrowing capacity by entity last month", scope)
    assert first.kind == "ask"
    return asker.ask("no, I meant liquidity", scope, first.reading)


def test_what_was_meant_is_answered_with_the_rest_of_the_question(asker: Asker, scopes: Scopes) -> None:
    answer = _corrected(asker, scopes("cfo"))
    assert _figures(answer) == ("corp.liquidity",)
    assert answer.query is not None
    assert answer.query.by == ("entity",)


def test_a_correction_is_understood_once_it_is_approved(
    asker: Asker, kept: Corrections, scopes: Scopes
) -> None:
    _corrected(asker, scopes("treasury"))
    [proposed] = kept.to_review(scopes("cfo"))
    assert (proposed.said, proposed.metric, proposed.people) == (
        "borrowing capacity",
        "corp.liquidity",
        ("treasury",),
    )
    assert asker.ask("borrowing capacity", scopes("cfo")).kind == "ask"
    kept.approve(proposed.id, scopes("cfo"))
    assert _figures(asker.ask("borrowing capacity", scopes("cfo"))) == ("corp.liquidity",)
    assert _figures(asker.ask("borrowing capacity", scopes("treasury"))) == ("corp.liquidity",)
    rejected = kept.reject(proposed.id, scopes("cfo"), " It is a limit. ")
    assert (rejected.state, rejected.reason, rejected.decided_by, rejected.decided_at) == (
        CorrectionState.REJECTED, "It is a limit.", "cfo", NOW,
    )  # fmt: skip
    assert asker.ask("borrowing capacity", scopes("cfo")).kind == "ask"


@pytest.mark.parametrize(
    "said",
    ["That's not what I meant, I meant liquidity", "no, that is not what I asked for: liquidity", "wrong one. I meant liquidity"],
)  # fmt: skip
def test_a_disclaimer_may_stand_before_what_was_meant(
    said: str, asker: Asker, kept: Corrections, scopes: Scopes
) -> None:
    scope = scopes("cfo")
    first = asker.ask("borrowing capacity by entity last month", scope)
    answer = asker.ask(said, scope, first.reading)
    assert (_figures(answer), answer.query and answer.query.by) == (("corp.liquidity",), ("entity",))
    assert [each.said for each in kept.to_review(scope)] == ["borrowing capacity"]


def test_a_disclaimer_alone_is_asked_back_with_what_else_could_be_meant(
    asker: Asker, kept: Corrections, scopes: Scopes
) -> None:
    scope = scopes("cfo")
    first = asker.ask("sales last month", scope)
    assert _figures(first) == ("corp.revenue",)
    back = asker.ask("That's not what I meant.", scope, first.reading)
    assert (back.kind, back.choices[0]) == ("ask", "Credit sales last month")
    chosen = asker.ask(back.choices[0], scope, back.reading)
    assert _figures(chosen) == ("ar.sales",)
    [proposed] = kept.to_review(scope)
    assert (proposed.said, proposed.metric) == ("sales", "ar.sales")
    said = asker.ask("I meant orders", scope, back.reading)
    assert said.query is not None
    assert (said.query.metrics, said.query.period) == (("ar.orders",), first.query and first.query.period)
    nothing = asker.ask("that is wrong", scopes("cfo"), asker.ask("hello", scope).reading)
    assert (nothing.kind, nothing.choices) == ("ask", ())


def test_a_choice_taken_after_a_question_back_is_kept(
    asker: Asker, kept: Corrections, scopes: Scopes
) -> None:
    asked = asker.ask("capital in September", scopes("cfo"))
    assert asked.kind == "ask"
    chosen = next(each for each in asked.choices if "Invested" in each)
    answer = asker.ask(chosen, scopes("cfo"), asked.reading)
    assert _figures(answer) == ("corp.invested_capital",)
    [proposed] = kept.to_review(scopes("cfo"), CorrectionState.PROPOSED)
    assert (proposed.said, proposed.metric) == ("capital", "corp.invested_capital")


def test_nobody_approves_what_they_alone_said(
    asker: Asker, kept: Corrections, scopes: Scopes, owner: Scope
) -> None:
    _corrected(asker, scopes("cfo"))
    [proposed] = kept.to_review(scopes("cfo"))
    with pytest.raises(CorrectionRefusedError, match="said this yourself"):
        kept.approve(proposed.id, scopes("cfo"))
    with pytest.raises(CorrectionRefusedError, match="with a reason"):
        kept.reject(proposed.id, owner, " ")
    assert [each.state for each in kept.to_review(scopes("cfo"))] == [CorrectionState.PROPOSED]
    _corrected(asker, scopes("treasury"))
    assert kept.approve(proposed.id, scopes("cfo")).people == ("cfo", "treasury"), "two said it"
    assert kept.approve(proposed.id, owner).decided_by == owner.principal_id


def test_four_eyes_are_asked_for_where_there_are_so_many(instance: Instance) -> None:
    own = Correction("1", "war chest", "corp.cash", None, "war chest", ("cfo",))
    assert "second person" in open_corrections(instance).refusal(own, "cfo"), (
        "the head of FP&A may review too"
    )
    own = replace(own, people=(LOCAL_OWNER.id,))
    assert "second person" in open_corrections(instance).refusal(own, LOCAL_OWNER.id)
    alone = replace(instance)
    alone.__dict__["principals"] = {"cfo": instance.principals["cfo"]}
    own = replace(own, people=("cfo",))
    assert open_corrections(alone).refusal(own, "cfo") == "", "there is nobody else"


def test_one_proposes_another_confirms_and_all_who_may_see_it_are_understood(graph: Ask) -> None:
    asked = (
        "query ($q: String!, $of: ID) { ask(question: $q, conversation: $of) { kind conversation query } }"
    )
    listed = "{ askCorrections { id said means people state approveRefusal decidedBy } }"
    approve = "mutation ($id: ID!) { approveAskCorrection(id: $id) { state decidedBy } }"
    before = graph(asked, "cfo", q="borrowing capacity").data["ask"]
    assert before["kind"] == "ask"
    graph(asked, "cfo", q="no, I meant liquidity", of=before["conversation"])
    [own] = graph(listed, "cfo").data["askCorrections"]
    assert (own["said"], own["means"], own["people"]) == ("borrowing capacity", "Liquidity", ["cfo"])
    assert own["approveRefusal"] == "You said this yourself; a second person must agree."
    (error,) = graph(approve, "cfo", id=own["id"]).errors
    assert error["extensions"]["code"] == "CORRECTION_REFUSED"
    assert graph("{ askCorrectionsWaiting }", "planning").data == {"askCorrectionsWaiting": 1}
    [other] = graph(listed, "planning").data["askCorrections"]
    assert other["approveRefusal"] is None
    done = graph(approve, "planning", id=own["id"]).data["approveAskCorrection"]
    assert done == {"state": "approved", "decidedBy": "planning"}
    for who in ("cfo", "planning", "treasury"):
        understood = graph(asked, who, q="borrowing capacity").data["ask"]
        assert (understood["kind"], json.loads(understood["query"])["metrics"]) == (
            "answer",
            ["corp.liquidity"],
        )
    reject = 'mutation ($id: ID!) { rejectAskCorrection(id: $id, reason: "A limit, not cash.") { state } }'
    assert graph(reject, "cfo", id=own["id"]).data["rejectAskCorrection"] == {"state": "rejected"}
    assert graph(asked, "treasury", q="borrowing capacity").data["ask"]["kind"] == "ask"


def test_a_split_can_be_corrected(asker: Asker, kept: Corrections, scopes: Scopes) -> None:
    first = asker.ask("credit sales by branch", scopes("cfo"))
    assert first.query is not None
    second = asker.ask("no, I meant by entity", scopes("cfo"), first.reading)
    assert second.query is not None
    assert (second.query.metrics, second.query.by) == (("ar.sales",), ("entity",))
    [proposed] = kept.to_review(scopes("cfo"))
    assert (proposed.said, proposed.dimension, proposed.read_as) == ("branch", "entity", first.query.by[0])


def test_a_changed_mind_teaches_nothing(asker: Asker, kept: Corrections, scopes: Scopes) -> None:
    first = asker.ask("DSO", scopes("cfo"))
    assert _figures(asker.ask("no, I meant DPO", scopes("cfo"), first.reading)) == ("ar.dpo",)
    assert not kept.to_review(scopes("cfo"))


def test_an_approved_phrase_opens_nothing_that_is_hidden(
    asker: Asker, kept: Corrections, scopes: Scopes, owner: Scope
) -> None:
    first = asker.ask("staying power", scopes("cfo"))
    asker.ask("i mean runway", scopes("cfo"), first.reading)
    [proposed] = kept.to_review(scopes("cfo"))
    kept.approve(proposed.id, owner)
    assert _figures(asker.ask("staying power", scopes("cfo"))) == ("corp.runway",)
    hidden = asker.ask("staying power", scopes("controller_dach"))
    unheard = asker.ask("staying flower", scopes("controller_dach"))
    assert hidden.kind == unheard.kind == "refusal"
    assert "unway" not in str(hidden.to_dict())


@pytest.mark.parametrize("persona", ["controller_dach", "treasury", "auditor", "outsider"])
def test_only_who_sees_all_reviews(persona: str, kept: Corrections, scopes: Scopes) -> None:
    with pytest.raises(ForbiddenError):
        kept.to_review(scopes(persona))
    with pytest.raises(ForbiddenError):
        kept.approve("x", scopes(persona))
    with pytest.raises(ForbiddenError):
        kept.reject("x", scopes(persona), "no")


def test_a_correction_that_is_not_there_is_told_so(kept: Corrections, scopes: Scopes) -> None:
    with pytest.raises(NotFoundError, match="no correction 'x'"):
        kept.approve("x", scopes("cfo"))


@pytest.mark.parametrize(
    ("asked", "persona", "code"),
    [
        ("{ askCorrections { id } }", "treasury", "FORBIDDEN"),
        ('{ askCorrections(state: "odd") { id } }', "cfo", "ARGUMENT_INVALID"),
        ('mutation { approveAskCorrection(id: "x") { id } }', "treasury", "FORBIDDEN"),
        ('mutation { approveAskCorrection(id: "x") { id } }', "cfo", "NAME_UNKNOWN"),
        ('mutation { rejectAskCorrection(id: "x", reason: "no") { id } }', "cfo", "NAME_UNKNOWN"),
    ],
)
def test_the_graph_refuses_with_a_code(graph: Ask, asked: str, persona: str, code: str) -> None:
    answer = graph(asked, persona)
    assert [each["extensions"]["code"] for each in answer.errors] == [code]


def test_how_many_wait_is_told_to_those_alone_who_may_review(graph: Ask) -> None:
    asked = "{ askCorrectionsWaiting }"
    assert graph(asked, "cfo").data == {"askCorrectionsWaiting": 0}
    assert graph(asked, "auditor").data == {"askCorrectionsWaiting": None}


def test_the_same_said_by_two_is_one_correction(asker: Asker, kept: Corrections, scopes: Scopes) -> None:
    _corrected(asker, scopes("cfo"))
    _corrected(asker, scopes("treasury"))
    _corrected(asker, scopes("treasury"))
    [proposed] = kept.to_review(scopes("cfo"))
    assert proposed.people == ("cfo", "treasury")
