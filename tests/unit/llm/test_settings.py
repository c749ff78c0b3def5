"""Settings, keys and prompts of language models."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from symphonies.app.settings import load_settings
from symphonies.kernel import DeclarationError
from symphonies.platform.llm import (
    ChatDriverMissingError,
    ChatKeyMissingError,
    LLMSettings,
    ModelSettings,
    load_prompt,
    open_chat,
)
from symphonies.platform.llm.keys import key_of
from symphonies.platform.records import RecordsSettings, open_records


def test_by_default_there_is_no_model_and_no_library_is_imported(tmp_path: Path) -> None:
    script = (
        "import sys; from symphonies.app.settings import Settings;"
        "from symphonies.platform.llm import open_chat;"
        "print(open_chat(Settings().llm, None), [name for name in sys.modules"
        " if name.split('.')[0] in ('pydantic_ai', 'anthropic', 'openai', 'google')])"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "None []"


def test_the_environment_sets_a_model(tmp_path: Path) -> None:
    names = {"KIND": "google", "MODEL": "gemini-3", "KEY": "k-123456", "USES": "ask", "TOKENS_PER_DAY": "10"}
    environment = {f"SYMPHONIES_LLM__{name}": value for name, value in names.items()}
    found = load_settings(tmp_path / "none.toml", environment).llm
    assert (found.kind, found.uses, found.tokens_per_day) == ("google", ("ask",), 10)
    assert "k-123456" not in repr(found) + found.model_dump_json()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "openai"}, "needs the name of a model"),
        ({"kind": "compatible", "model": "m"}, "needs a url"),
        ({"kind": "compatible", "model": "m", "url": "http://10.0.0.7/v1"}, "neither https nor on loopback"),
        ({"kind": "compatible", "model": "m", "url": "https://u:p@x.example"}, "holds no password"),
        ({"kind": "google", "model": "m", "cost_per_day": 5}, "needs input_price and output_price"),
        ({"kind": "gemini", "model": "m"}, "kind"),
    ],
)
def test_what_cannot_be_meant_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        LLMSettings.model_validate(given)


@pytest.mark.parametrize(
    ("url", "external", "outside"),
    [
        (None, None, True),
        ("http://127.0.0.1:11434/v1", None, False),
        ("https://gpu.house.example/v1", None, True),
        ("https://gpu.house.example/v1", False, False),
        ("http://localhost:1/v1", True, True),
    ],
)
def test_all_but_loopback_is_outside_unless_said(
    url: str | None, external: bool | None, outside: bool
) -> None:
    assert ModelSettings(kind="openai", model="m", url=url, external=external).is_external is outside


def test_a_key_comes_from_settings_file_or_environment(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("from-file\n", "utf-8")
    environment = {"GEMINI_API_KEY": "from-environment"}
    bare = {"kind": "google", "model": "m"}
    assert key_of(ModelSettings.model_validate({**bare, "key": "given", "key_file": file}), {}) == "given"
    assert key_of(ModelSettings.model_validate({**bare, "key_file": file}), environment) == "from-file"
    assert key_of(ModelSettings.model_validate(bare), environment) == "from-environment"
    with pytest.raises(ChatKeyMissingError, match="needs a key") as told:
        key_of(ModelSettings.model_validate(bare), {})
    assert "GOOGLE_API_KEY or GEMINI_API_KEY" in told.value.hint
    with pytest.raises(ChatKeyMissingError, match="cannot be read"):
        key_of(ModelSettings.model_validate({**bare, "key_file": tmp_path / "none"}), environment)


def test_a_missing_library_is_told_with_the_way_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pydantic_ai.models.anthropic", None)
    records = open_records(RecordsSettings(), tmp_path)
    settings = LLMSettings.model_validate({"kind": "anthropic", "model": "m", "key": "k"})
    with pytest.raises(ChatDriverMissingError, match="not installed") as told:
        open_chat(settings, records)
    assert "pip install 'symphonies[llm]'" in told.value.hint
    records.close()


@pytest.mark.parametrize(
    "text",
    ["", "words", "---\nname: a\n---\nwords", "---\nname: a\nversion: 1\n---\n \n", "---\n- a\n---\nx"],
)
def test_a_file_without_name_version_or_words_is_no_prompt(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.md"
    file.write_text(text, "utf-8")
    with pytest.raises(DeclarationError, match="no prompt"):
        load_prompt(file)


def test_a_prompt_has_a_version(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("---\nname: a\nversion: 3\n---\nSay --- so.\n---\nTwice.\n", "utf-8")
    prompt = load_prompt(file)
    assert (prompt.purpose, prompt.text) == ("a@3", "Say --- so.\n---\nTwice.")
