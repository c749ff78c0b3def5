"""Agreement with the two reference composers on a corpus of recorded inputs."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from symphonies.federation import SubgraphSchema, compose
from tests.integration.federation_audit import ABSENT, AUDIT, recorded_module

CORPUS = AUDIT / "composition-cases-small.json.gz"
pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason=ABSENT)


def codes_of(reference: dict[str, Any]) -> list[str]:
    """Returns the error codes of a reference's answer."""
    return sorted({str(error.get("code")) for error in reference.get("errors") or []})


def normalised(sdl: str) -> Any:
    """Returns a supergraph without what may differ: order, defaults, machinery."""
    return recorded_module("normsdl").norm(sdl)


def test_agreement() -> None:
    cases = json.loads(gzip.decompress(CORPUS.read_bytes()))
    verdicts = codes = 0
    compared = equal = 0
    for case in cases:
        references = [answer for answer in (case["apollo"], case["guild"]) if answer]
        result = compose(SubgraphSchema(s["name"], s.get("url", ""), s["sdl"]) for s in case["services"])
        mine = sorted({error.code for error in result.errors})
        verdicts += any(bool(mine) == bool(codes_of(r)) for r in references)
        codes += any(mine == codes_of(r) for r in references)
        theirs = [r["supergraphSdl"] for r in references if r.get("supergraphSdl")]
        if result.supergraph_sdl is not None and theirs:
            compared += 1
            mine_normalised = normalised(result.supergraph_sdl)
            equal += any(mine_normalised == normalised(sdl) for sdl in theirs)
    assert verdicts / len(cases) >= 0.97
    assert codes / len(cases) >= 0.96
    assert equal / compared >= 0.95
