"""What decides whether a front end is built again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import build_ui


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(build_ui, "ROOT", tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.tsx").write_text("export default 1")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "main.test.ts").write_text("test")
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "main.js").write_text("built")
    return tmp_path


def test_inputs_are_sources_only(sources: Path) -> None:
    assert build_ui.inputs(sources) == [sources / "src" / "main.tsx"]


def test_the_digest_follows_names_and_contents(sources: Path) -> None:
    before = build_ui.digest_of(build_ui.inputs(sources))
    assert build_ui.digest_of(build_ui.inputs(sources)) == before
    (sources / "src" / "main.tsx").write_text("export default 2")
    changed = build_ui.digest_of(build_ui.inputs(sources))
    (sources / "src" / "main.tsx").rename(sources / "src" / "other.tsx")
    assert len({before, changed, build_ui.digest_of(build_ui.inputs(sources))}) == 3


def test_a_build_is_current_only_with_its_manifest(sources: Path) -> None:
    (sources / "dist" / ".inputs").write_text("abc")
    assert not build_ui.is_current(sources / "dist", "abc")
    (sources / "dist" / "manifest.json").write_text("{}")
    assert build_ui.is_current(sources / "dist", "abc")
    assert not build_ui.is_current(sources / "dist", "def")


def test_the_packaged_node_comes_first() -> None:
    first = build_ui.environment()["PATH"].split(":")[0]
    assert Path(first).name == "bin"
    assert (Path(first) / "node").exists()
