"""Sentences as the graph tells them."""

from __future__ import annotations

from typing import Any

from symphonies.platform.vizier.narrate import Sentence


def told_sentence(said: Sentence) -> dict[str, Any]:
    """Return a sentence as the graph tells it."""
    spans = [{"text": span.text, "metric": span.metric, "fact": span.fact} for span in said.spans]
    return {"text": said.text, "spans": spans}
