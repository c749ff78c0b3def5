"""Built front ends -> one import map."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from symphonies.app.web import FrontEndInvalidError, load_registry


def build(folder: Path, name: str, **told: Any) -> Path:
    """A built front end with one script."""
    folder.mkdir(parents=True)
    (folder / f"{name}-1.js").write_text("export default 1")
    manifest = {
        "name": name,
        "contract": 1,
        "entry": f"{name}-1.js",
        "integrity": {f"{name}-1.js": "sha384-abc"},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest | told))
    return folder


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    provides = {"preact": "preact-9.js"}
    integrity = {"platform-1.js": "sha384-abc", "preact-9.js": "sha384-def", "style-1.css": "sha384-ghi"}
    platform = build(tmp_path / "ui", "platform", provides=provides, integrity=integrity)
    return [platform, build(tmp_path / "cfo", "cfo")]


def test_the_import_map_names_shared_modules_and_checks_every_script(folders: list[Path]) -> None:
    assert load_registry(folders).import_map() == {
        "imports": {"preact": "/assets/platform/preact-9.js"},
        "integrity": {
            "/assets/platform/platform-1.js": "sha384-abc",
            "/assets/platform/preact-9.js": "sha384-def",
            "/assets/cfo/cfo-1.js": "sha384-abc",
        },
    }


def test_entries_are_those_of_built_symphonies(folders: list[Path]) -> None:
    registry = load_registry(folders)
    assert registry.entry("cfo") == "/assets/cfo/cfo-1.js"
    assert registry.entry("cio") is None
    assert registry.entry("platform") is None


def test_what_is_not_built_is_left_out(tmp_path: Path) -> None:
    registry = load_registry([tmp_path / "nothing"])
    assert registry.platform is None
    assert registry.import_map() == {"imports": {}, "integrity": {}}


def test_two_builds_of_one_name_are_refused(folders: list[Path], tmp_path: Path) -> None:
    with pytest.raises(FrontEndInvalidError, match="Two front ends are named 'cfo'"):
        load_registry([*folders, build(tmp_path / "again", "cfo")])


@pytest.mark.parametrize("text", ["{", "{}", '{"name": "cfo", "contract": 2, "entry": "a.js"}'])
def test_a_damaged_manifest_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(FrontEndInvalidError, match="is not a front-end manifest"):
        load_registry([tmp_path])


@pytest.mark.parametrize("name", ["../ui/platform-1.js", "..", ".inputs", "absent.js", "/etc/passwd"])
def test_only_built_files_are_served(folders: list[Path], name: str) -> None:
    (folders[1] / ".inputs").write_text("secret")
    assert load_registry(folders).file("cfo", name) is None


def test_built_files_are_found(folders: list[Path]) -> None:
    assert load_registry(folders).file("cfo", "cfo-1.js") == folders[1] / "cfo-1.js"
    assert load_registry(folders).file("absent", "cfo-1.js") is None
