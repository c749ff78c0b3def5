"""One number everywhere: card, API, export, command line, chat and sentence answer a query alike.

Queries are drawn by a seed over the whole catalogue: metric, variant, groups, period, grain, condition,
currency, and who asks.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from math import isclose
from pathlib import Path
from random import Random
from typing import Any

import pytest

from symphonies.kernel import Grain, Period
from symphonies.platform.lakehouse import discover_products
from symphonies.platform.semantics import Filter, MetricQuery, Op, load_catalog
from symphonies.platform.vizier.check import figures_in
from symphonies.platform.vizier.narrate import Language, figure, load_language
from symphonies.platform.vizier.narrate.figures import MINUS
from tests.integration.surfaces import Outcome, Surfaces, query_of
from tests.live import Server

PERSONAS = ("controller_group", "controller_dach", "treasury", "auditor", "outsider")
AS_OF = date(2026, 10, 31)
QUERIES, COMMANDS, QUESTIONS = 40, 5, 30


@pytest.fixture(scope="module")
def surfaces(sample_server: Server, sample_store: Path) -> Surfaces:
    catalog = load_catalog(discover_products(()))
    cookies = {who: sample_server.become(who) for who in ("cfo", *PERSONAS)}
    return Surfaces(sample_server, sample_store, catalog, cookies)


def drawn(surfaces: Surfaces, chance: Random) -> tuple[MetricQuery, str]:
    """Return a query over the catalogue and who asks it."""
    metric = chance.choice(surfaces.catalog.metrics)
    paths = [each.path for each in surfaces.catalog.dimensions_of(metric.id)]
    by = tuple(chance.sample(paths, min(len(paths), chance.choice([0, 0, 1, 1, 2]))))
    where = ()
    if chance.random() < 0.5 and paths:
        path = chance.choice(paths)
        if keys := surfaces.keys(metric.id, path):
            where = (Filter(path, *_condition(keys, chance)),)
    grain = chance.choice([None, None, metric.default_grain, Grain.MONTH, Grain.QUARTER])
    variant = chance.choice([None, *metric.variants])
    query = MetricQuery(
        (metric.id,), by, grain, _period(grain, chance), where,
        currency=chance.choice(["group", "group", "USD", "GBP"]),
        variants={metric.id: variant} if variant else {},
    )  # fmt: skip
    return query, chance.choice(["cfo", "cfo", *PERSONAS])


def _condition(keys: list[str], chance: Random) -> tuple[Op, tuple[str, ...]]:
    op = chance.choice([Op.EQ, Op.EQ, Op.IN, Op.NOT_IN])
    return op, tuple(chance.sample(keys, min(len(keys), 1 if op is Op.EQ else 2)))


def _period(grain: Grain | None, chance: Random) -> Period | None:
    if chance.random() < 0.2 and grain is None:
        return None
    first = date(chance.choice([2025, 2026]), chance.randint(1, 10), chance.choice([1, 1, 1, 12]))
    return Period(first, first + timedelta(days=chance.choice([31, 62, 92])))


def test_every_surface_answers_a_query_alike(surfaces: Surfaces) -> None:
    chance, answered, refused = Random(20261031), 0, 0
    for number in range(QUERIES):
        query, who = drawn(surfaces, chance)
        card = surfaces.card(query, who)
        others = [surfaces.product, surfaces.csv, surfaces.xlsx]
        if number % (QUERIES // COMMANDS) == 0:
            others.append(surfaces.command)
        for surface in others:
            found = surface(query, who)
            assert _same(found, card), (surface.__name__, who, query, found, card)
        refused += isinstance(card, str)
        answered += not isinstance(card, str) and any(value is not None for value in card.values())
    assert answered > QUERIES / 2, "most queries have figures to compare"
    assert refused > 2, "some are refused, alike everywhere"


def test_an_answer_in_plain_words_has_the_figures_of_the_card(surfaces: Surfaces) -> None:
    chance, answered, refused, printed = Random(31), 0, 0, 0
    for _ in range(QUESTIONS):
        question, who = _question(surfaces, chance)
        answer, rows = surfaces.chat(question, who)
        if answer["kind"] != "answer" or answer["intent"] != "figure" or not answer["query"]:
            refused += answer["because"] == "FORBIDDEN"
            continue
        query = query_of(json.loads(answer["query"]))
        card = surfaces.card(query, who)
        assert _same(rows, card), (question, who, query)
        answered += 1
        if not query.by and query.grain is None:
            metric, (value,) = surfaces.catalog.metric(query.metrics[0]), rows.values()
            if value is not None:
                printed += 1
                assert figure(value, metric.unit, answer["chart"]["currency"]) in answer["sentence"], question
        assert "".join(span["text"] for span in answer["spans"]) == answer["sentence"]
        for span in answer["spans"]:
            if span["query"]:
                _leads_to_itself(span, surfaces, who)
    assert answered > QUESTIONS / 2
    assert printed > 5


WHY = ("Revenue", "Overdue receivables", "EBITDA margin")


def test_every_figure_of_why_and_of_what_is_to_come_is_linked(surfaces: Surfaces) -> None:
    for title in WHY:
        answer = surfaces.streamed(f"why did {title} change last month", "cfo")
        assert (answer["kind"], answer["intent"]) == ("answer", "why"), answer["sentence"]
        linked = _all_linked(answer)
        # what slices added to a ratio is no figure of theirs; they lead to what they were before and after
        for span in linked[:3]:
            _leads_to_itself(span, surfaces, "cfo")
    ahead = surfaces.streamed("forecast revenue to March 2027", "cfo")
    assert {json.loads(span["query"])["id"] for span in _all_linked(ahead)} == {"corp.revenue"}


def _all_linked(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the linked spans of an answer; there is no figure beside them."""
    linked = [span for span in answer["spans"] if span["metric"]]
    bare = "".join("§" if span["metric"] else span["text"] for span in answer["spans"])
    assert linked
    assert not figures_in(bare), answer["sentence"]
    return linked


def test_the_steps_of_an_answer_end_in_the_answer_that_is_pinned(surfaces: Surfaces) -> None:
    chance = Random(5)
    for _ in range(6):
        question, who = _question(surfaces, chance)
        assert _alike(surfaces.streamed(question, who), surfaces.pinned(question, who)), question


def test_a_briefing_in_german_says_what_its_links_lead_to(surfaces: Surfaces) -> None:
    document = """{ briefing(symphony: "cfo") { language headline { spans { text metric query } }
      sections { name sentences { spans { text metric query } } } } }"""
    style = "mutation($l: ID!) { setReadingStyle(length: FULL, tone: PLAIN, language: $l) { language } }"
    cookie = surfaces.cookies["controller_group"]
    surfaces.server.query(style, cookie, l="de")
    told = surfaces.server.query(document, cookie)["briefing"]
    surfaces.server.query(style, cookie, l="en")
    assert told["language"] == "de"
    changed = [section["sentences"] for section in told["sections"] if section["name"] == "changed"]
    said = [told["headline"], *(each for sentences in changed for each in sentences)]
    spans = [
        span for each in said for span in each["spans"] if span["query"] and not span["text"][0].isalpha()
    ]
    assert len(spans) > 3
    for span in spans:
        _leads_to_itself(span, surfaces, "controller_group", load_language("de"))


def _leads_to_itself(
    span: dict[str, Any], surfaces: Surfaces, who: str, language: Language | None = None
) -> None:
    """Assert that a figure is what its link leads to, as the sentence rounds it."""
    unit = surfaces.catalog.metric(span["metric"]).unit
    found = surfaces.linked(span["query"], who)
    read = [
        figure(abs(each), told, "EUR", change=change, language=language, case=case)
        for each in found
        for case in (None, "dative")
        for told in (unit, "ratio")
        for change in (False, True)
    ]
    assert span["text"].lstrip(MINUS) in read, (span, who, read)


def test_what_a_briefing_says_is_what_its_links_lead_to(surfaces: Surfaces) -> None:
    document = """{ briefing(symphony: "cfo") { headline { spans { text metric fact query } }
      sections { name sentences { spans { text metric fact query } } }
      facts { id kind metric value query } } }"""
    for who in ("cfo", "controller_dach"):
        told = surfaces.server.query(document, surfaces.cookies[who])["briefing"]
        counted = [fact for fact in told["facts"] if fact["kind"] == "level"]
        assert counted
        for fact in counted:
            assert _equal(surfaces.linked(fact["query"], who)[0], fact["value"]), fact
        changed = [section["sentences"] for section in told["sections"] if section["name"] == "changed"]
        for said in [told["headline"], *(each for sentences in changed for each in sentences)]:
            for span in said["spans"]:
                if span["query"] and not span["text"][0].isalpha():
                    _leads_to_itself(span, surfaces, who)


def _question(surfaces: Surfaces, chance: Random) -> tuple[str, str]:
    metric = chance.choice(surfaces.catalog.metrics)
    dimensions = [each for each in surfaces.catalog.dimensions_of(metric.id) if "." not in each.path]
    words = [metric.title.lower()]
    if dimensions and chance.random() < 0.4:
        words.append(f"by {chance.choice(dimensions).title.lower()}")
    if chance.random() < 0.3:
        words.append("in DACH")
    words.append(chance.choice(["in September 2026", "last quarter", "in 2025", "as of today", ""]))
    return " ".join(words).strip(), chance.choice(["cfo", "cfo", "controller_dach", "treasury", "auditor"])


def _same(found: Outcome, card: Outcome) -> bool:
    """Whether two surfaces say the same; doubles to twelve digits, since threads add them in any order."""
    if isinstance(found, str) or isinstance(card, str):
        return found == card
    return found.keys() == card.keys() and all(_equal(value, card[key]) for key, value in found.items())


def _alike(one: object, other: object) -> bool:
    """Whether two answers are the same, the figures of their rows as `_same` has it."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return _equal(one, other)
    return one == other


def _equal(one: float | None, other: float | None) -> bool:
    return one == other or (one is not None and other is not None and isclose(one, other, rel_tol=1e-12))
