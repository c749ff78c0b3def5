"""Recorded composition inputs, and how our answer to each compares with those of two reference composers."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import Any

from symphonies.federation import CompositionResult, SubgraphSchema, compose
from tests.integration.federation_audit import AUDIT, recorded_module

SMALL = AUDIT / "composition-cases-small.json.gz"
"""One case for each test and meaning."""
WHOLE = AUDIT / "composition-cases.json.gz"
"""Every case under every federation version."""
REFERENCES = ("apollo", "guild")


@dataclass(frozen=True)
class Verdict:
    """One case compared.

    Attributes:
        title: the test it comes from.
        ours: our error codes.
        theirs: each reference's error codes.
        same_sdl: whether our supergraph equals one of theirs; None when there is nothing to compare.
    """

    title: str
    ours: list[str]
    theirs: dict[str, list[str]]
    same_sdl: bool | None

    @property
    def agrees(self) -> bool:
        """Whether a reference composes, or fails, as we do."""
        return any(bool(self.ours) == bool(codes) for codes in self.theirs.values())

    @property
    def same_codes(self) -> bool:
        """Whether a reference tells the same error codes."""
        return self.ours in self.theirs.values()


def cases(small: bool = True) -> list[dict[str, Any]]:
    """Reads the corpus."""
    return json.loads(gzip.decompress((SMALL if small else WHOLE).read_bytes()))


def composed(case: dict[str, Any]) -> CompositionResult:
    """Composes a case's subgraphs."""
    return compose(SubgraphSchema(s["name"], s.get("url", ""), s["sdl"]) for s in case["services"])


def judge(case: dict[str, Any]) -> Verdict:
    """Compares our answer with the references'."""
    references = {name: case[name] for name in REFERENCES if case[name]}
    result = composed(case)
    return Verdict(
        title=(case["test"] or case["file"]).split(" > ")[-1],
        ours=sorted({error.code for error in result.errors}),
        theirs={name: codes_of(answer) for name, answer in references.items()},
        same_sdl=_same_sdl(result, references),
    )


def codes_of(reference: dict[str, Any]) -> list[str]:
    """Returns the error codes of a reference's answer."""
    return sorted({str(error.get("code")) for error in reference.get("errors") or []})


def _same_sdl(result: CompositionResult, references: dict[str, dict[str, Any]]) -> bool | None:
    theirs = [r["supergraphSdl"] for r in references.values() if r.get("supergraphSdl")]
    if result.supergraph_sdl is None or not theirs:
        return None
    # normalised: without order, defaults and machinery
    norm = recorded_module("normsdl").norm
    mine = norm(result.supergraph_sdl)
    return any(mine == norm(sdl) for sdl in theirs)
