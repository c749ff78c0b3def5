from __future__ import annotations

from pathlib import Path

import pytest

from symphonies.kernel import DeclarationError
from symphonies.platform.lakehouse import ContractInvalidError, Declaration, load_contract, read_declaration


def declared(text: str) -> Declaration:
    return Declaration(Path("some.yaml"), text)


def test_words_of_yaml_1_1_stay_words():
    found = declared("country: NO\nanswers: [Yes, no, on]\nflag: true\nday: 2024-02-29\n").value
    assert found["country"] == "NO"
    assert found["answers"] == ["Yes", "no", "on"]
    assert found["flag"] is True
    assert found["day"].isoformat() == "2024-02-29"


def test_every_value_knows_its_line():
    found = declared("a: 1\nb:\n  - x: 1\n  - x: 2\n    y: 3\n")
    assert found.line("a") == 1
    assert found.line("b", 1, "y") == 5
    assert found.line("b", 7, "z") == 2
    assert found.where("b", 0, "x") == "some.yaml:3"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\nb: {c: 1, c: 2}\n", "some.yaml:2: 'c' is given twice, first on line 2"),
        ("a: 1\nb: [1\n", "some.yaml:3"),
        ("- a\n", "expected names and values, found sequence"),
        ("", "found nothing"),
        ("a: 2024-13-45\n", "some.yaml"),
    ],
)
def test_broken_yaml_is_told_with_its_line(text, told):
    with pytest.raises(DeclarationError, match=r"some\.yaml") as caught:
        declared(text)
    assert told in caught.value.message


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(DeclarationError, match="cannot be read"):
        read_declaration(tmp_path / "absent.yaml")
    (tmp_path / "latin.yaml").write_bytes("name: Müller".encode("latin-1"))
    with pytest.raises(DeclarationError, match="byte 7 is no UTF-8"):
        read_declaration(tmp_path / "latin.yaml")


def test_every_fault_of_a_contract_has_its_line_and_near_misses(folder):
    path = folder / "product.yaml"
    text = path.read_text().replace("type: boolean", "type: bool").replace("maximum: 1000", "maxmum: 1000")
    path.write_text(text.replace("team: Shopkeepers, ", ""))
    with pytest.raises(ContractInvalidError) as caught:
        load_contract(path)
    lines = text.splitlines()
    paid = next(number for number, line in enumerate(lines, 1) if "paid:" in line)
    amount = next(number for number, line in enumerate(lines, 1) if "amount:" in line)
    message = caught.value.message
    assert f"product.yaml:{paid}: tables.sale.columns.paid.type: " in message
    assert "found 'bool'" in message
    assert f"product.yaml:{amount}: tables.sale.columns.amount.maxmum: unknown name." in message
    assert "'maximum'" in caught.value.hint
    assert "product.yaml:7: owner.team: is missing." in message
    assert caught.value.code == "CONTRACT_INVALID"
