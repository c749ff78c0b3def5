"""Personas become principals."""

from __future__ import annotations

from pathlib import Path

import pytest

from symphonies.platform.security import LOCAL_OWNER, PersonaInvalidError, load_principals

PERSONAS = """
personas:
  cfo: {name: Clara, title: CFO, roles: [cfo]}
  controller_dach: {name: Dora, roles: [controller], attributes: {regions: [DACH], clearance: high}}
"""


def test_personas_in_order(tmp_path: Path) -> None:
    path = tmp_path / "personas.yaml"
    path.write_text(PERSONAS, encoding="utf-8")
    cfo, controller = load_principals(path)
    assert (cfo.id, cfo.name, cfo.title, cfo.roles) == ("cfo", "Clara", "CFO", {"cfo"})
    assert controller.attributes == {"regions": ("DACH",), "clearance": "high"}


def test_without_a_file_there_is_the_local_owner(tmp_path: Path) -> None:
    assert load_principals(tmp_path / "personas.yaml") == (LOCAL_OWNER,)


@pytest.mark.parametrize(
    "text", ["personas: {}", "a: [", "personas: {x: {title: T}}", "", "personas: {x: {name: X, role: y}}"]
)
def test_mistakes_are_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "personas.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PersonaInvalidError) as caught:
        load_principals(path)
    assert str(path) in caught.value.message
