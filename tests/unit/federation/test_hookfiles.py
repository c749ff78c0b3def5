"""Hooks loaded from files and modules: found by name, refused with a reason, several in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from symphonies.federation import FederationError
from symphonies.federation.server.hookfiles import hook_files, load_hooks

REQUEST = "async def on_request(exchange, proceed):\n    return await proceed()\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("async def on_reqest(e, p): ...", "did you mean 'on_request'?"),
        ("def on_request(e, p): ...", "on_request of hooks.py must be an async function"),
        ("x = 1", "has none of the functions on_connect"),
        ("raise ValueError('no key')", "fails with ValueError: no key"),
        ("def (", "fails with SyntaxError"),
        ("from symphonies.federation.authorization import decide_policies", "has none of the functions"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "hooks.py").write_text(text)
    with pytest.raises(FederationError, match=words.replace("?", r"\?")):
        load_hooks(["hooks.py"], tmp_path)


def test_files_and_modules_in_the_order_they_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.py").write_text(REQUEST)
    (tmp_path / "two_hooks.py").write_text(REQUEST + "\nasync def on_connect(headers): ...\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    hooks = load_hooks(["one.py", "two_hooks"], tmp_path)
    assert [hook.__module__ for hook in hooks.request] == ["symphonies_hooks_one", "two_hooks"]
    assert len(hooks.connect) == 1
    assert hook_files(["one.py", "two_hooks"], tmp_path) == [tmp_path / "one.py"]


def test_a_changed_file_is_loaded_anew(tmp_path: Path) -> None:
    (tmp_path / "hooks.py").write_text(REQUEST)
    first = load_hooks(["hooks.py"], tmp_path).request[0]
    (tmp_path / "hooks.py").write_text(REQUEST + "\n\nasync def on_connect(headers): ...\n")
    again = load_hooks(["hooks.py"], tmp_path)
    assert len(again.connect) == 1
    assert again.request[0] is not first


@pytest.mark.parametrize("name", ["there.is.none", "nothing_of_that_name"])
def test_a_module_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(FederationError, match="there is no module"):
        load_hooks([name], tmp_path)
