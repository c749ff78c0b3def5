"""What the pages on the gateway show can be used as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from symphonies.federation.hooks import Hooks
from symphonies.federation.server.configuration import SECTIONS, make_configuration, read_configuration
from symphonies.federation.server.hookfiles import load_hooks
from tools.reference import gateway as reference

DOCS = Path(__file__).parents[3] / "docs" / "gateway"
BLOCKS = [
    (path.name, text)
    for path in sorted(DOCS.glob("*.md"))
    for text in re.findall(r"```yaml\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    if "# subgraphs.yaml" not in text
]


@pytest.mark.parametrize(("page", "text"), BLOCKS, ids=[name for name, _ in BLOCKS])
def test_every_configuration_shown_is_one(
    page: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in re.findall(r"\$\{(\w+)\}", text):
        monkeypatch.setenv(name, "a secret of the environment")
    (tmp_path / "gateway.yaml").write_text(text, "utf-8")
    read_configuration(tmp_path / "gateway.yaml")


def test_the_hooks_shown_can_be_loaded(tmp_path: Path) -> None:
    shown = re.search(r'```python\n("""hooks.py.*?)```', (DOCS / "hooks.md").read_text("utf-8"), re.DOTALL)
    assert shown is not None
    (tmp_path / "hooks.py").write_text(shown[1], "utf-8")
    hooks = load_hooks(["hooks.py"], tmp_path)
    given = {stage: len(getattr(hooks, stage)) for stage in Hooks.__dataclass_fields__}
    assert given == {**dict.fromkeys(given, 1), "request": 2}


def test_every_test_that_the_rules_name_is_there() -> None:
    text = (DOCS / "http-rules.md").read_text("utf-8")
    folder = Path(__file__).parents[2] / "integration"
    tests = (folder / "test_gateway_rules.py").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))
    there = set(re.findall(r"def (test_\w+)\(", tests))
    assert named == there
    assert (folder / "test_gateway_configured.py").is_file()


def test_the_reference_has_every_section() -> None:
    assert {name.split(".")[0] for name in reference.SECTIONS} | {"hooks"} == set(SECTIONS)
    make_configuration(yaml.safe_load("{}"))
