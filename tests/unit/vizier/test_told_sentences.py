"""Sentences of the panel: figures that come from one place, names in a list, and why a model gave nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from symphonies.kernel import SymphonyError
from symphonies.platform.llm import (
    ChatBudgetSpentError,
    ChatDataWithheldError,
    ChatRefusedError,
    ChatUnavailableError,
    why_silent,
)
from symphonies.platform.semantics import MetricQuery
from symphonies.platform.vizier.subgraph.moved import told_elsewhere
from symphonies.platform.vizier.subgraph.sentences import told_from

LAYER: Any = SimpleNamespace(catalog=SimpleNamespace(metric=lambda name: SimpleNamespace(title=name.upper())))


def links(said: dict[str, Any]) -> list[str]:
    """Return what is linked in a sentence."""
    return [span["text"] for span in said["spans"] if span.get("metric")]


def test_every_figure_of_a_text_leads_to_the_one_place_it_is_from() -> None:
    text = "Simulated by the engine; it assumes that 50% take 1.5% for paying within 10 days, by 1 May 2026."
    said = told_from(text, "ar.open", page="/cfo/actions")
    assert links(said) == ["50%", "1.5%", "10 days"]
    assert {span["page"] for span in said["spans"] if span.get("metric")} == {"/cfo/actions"}
    assert "".join(span["text"] for span in said["spans"]) == said["text"] == text
    asked = told_from("It is a part of Open, €2.0m.", "ar.open", query=MetricQuery(("ar.open",)))
    assert [span["query"] is not None for span in asked["spans"] if span.get("metric")] == [True]


@pytest.mark.parametrize(
    ("metrics", "text"),
    [
        (["a"], "It shows in A too."),
        (["a", "b"], "It shows in A and B too."),
        (["a", "b", "c", "d"], "It shows in A, B, C and D too."),
        (["a", "b", "c", "d", "e", "f"], "It shows in A, B, C, D and others too."),
    ],
)
def test_where_else_it_shows_is_a_list_of_links(metrics: list[str], text: str) -> None:
    said = told_elsewhere(metrics, LAYER)
    assert said is not None
    assert said["text"] == text
    assert links(said) == [each.upper() for each in metrics[:4]]


def test_what_shows_nowhere_else_says_nothing() -> None:
    assert told_elsewhere([], LAYER) is None


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ChatRefusedError("no"), "The language model declined to read this"),
        (ChatUnavailableError("late", timed_out=True), "The language model did not answer in time"),
        (ChatUnavailableError("busy"), "The language model is busy or cannot be reached"),
        (ChatBudgetSpentError("spent"), "The day's budget of the language model is spent"),
        (SymphonyError("odd"), "The language model gave no reading that can be used"),
        (ChatDataWithheldError("private"), ""),
    ],
)
def test_why_a_model_gave_nothing_is_told_to_the_reader(error: SymphonyError, told: str) -> None:
    assert why_silent(error, task="read this", product="reading") == told
