"""What the built pages send is what ``read_operations`` reads from their folders, shared fragments and all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from graphql import strip_ignored_characters

from symphonies.federation import read_operations


@pytest.mark.parametrize(
    ("build", "folder"),
    [("platform", "ui/sdk/operations"), ("cfo", "src/symphonies/suite/cfo/operations")],
)
def test_every_operation_is_sent_by_a_page_word_for_word(
    root: Path, manifests: Mapping[str, Mapping[str, Any]], build: str, folder: str
) -> None:
    scripts = "".join(file.read_text("utf-8") for file in manifests[build]["folder"].glob("*.js"))
    texts = {each.name: strip_ignored_characters(each.document) for each in read_operations(root / folder)}
    assert [name for name, text in texts.items() if text not in scripts] == []
