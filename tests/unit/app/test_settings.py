"""Settings come from defaults, file, environment and command line, and typos are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from symphonies.app.settings import SettingsError, load_settings


def test_without_a_file_everything_is_embedded(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "absent.toml", {})
    assert settings.lakehouse.kind == "duckdb"
    assert settings.server.host == "127.0.0.1"


def test_the_environment_goes_over_the_file_and_the_command_line_over_both(tmp_path: Path) -> None:
    file = tmp_path / "symphonies.toml"
    file.write_text('[server]\nport = 1111\n[lakehouse]\nstore = "from-file"\n')
    environment = {"SYMPHONIES_SERVER__PORT": "2222", "SYMPHONIES_LAKEHOUSE__STORE": "from-environment"}
    settings = load_settings(file, environment, lakehouse={"store": "from-command"})
    assert (settings.server.port, settings.lakehouse.store) == (2222, Path("from-command"))


@pytest.mark.parametrize(
    ("text", "environment", "named"),
    [
        ("[server]\nprot = 1\n", {}, "server.prot"),
        ("[sever]\nport = 1\n", {}, "sever"),
        ('[server]\nhost = "0.0.0.0"\n', {}, "server.host"),
        ("[server\n", {}, "symphonies.toml"),
        ("", {"SYMPHONIES_SERVER__PROT": "1"}, "SYMPHONIES_SERVER__PROT"),
        ("", {"SYMPHONIES_PORT": "1"}, "SYMPHONIES_PORT"),
    ],
)
def test_what_is_not_known_is_refused_by_name(
    tmp_path: Path, text: str, environment: dict[str, str], named: str
) -> None:
    file = tmp_path / "symphonies.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=named.replace(".", r"\.")) as refused:
        load_settings(file, environment)
    assert refused.value.hint
