"""Agreement with the two reference composers on a corpus of recorded inputs; where we differ is written down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.integration.federation_audit import ABSENT
from tests.integration.federation_corpus import SMALL, Verdict, cases, judge

DIFFERENCES = Path(__file__).parents[2] / "docs" / "gateway" / "composition-differences.md"
pytestmark = pytest.mark.skipif(not SMALL.exists(), reason=ABSENT)


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    return [judge(case) for case in cases()]


def test_agreement(verdicts: list[Verdict]) -> None:
    assert sum(v.agrees for v in verdicts) >= len(verdicts) - 6
    assert sum(v.same_codes for v in verdicts) / len(verdicts) >= 0.98
    compared = [v.same_sdl for v in verdicts if v.same_sdl is not None]
    assert sum(compared) / len(compared) >= 0.95


def test_every_difference_is_explained(verdicts: list[Verdict]) -> None:
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \|", DIFFERENCES.read_text(), re.MULTILINE)
    told = {title: re.findall(r"`([A-Z_]+)`", ours) for title, ours in rows}
    found = {v.title: v.ours for v in verdicts if not (v.agrees and v.same_codes)}
    assert told == found
