from __future__ import annotations

import pytest

from symphonies.platform.lakehouse import ContractInvalidError, discover_products, load_contract
from tests.unit.lakehouse_ingest.conftest import CONTRACT

OTHER = """\
id: bank
title: Bank
description: For tests.
domain: finance
symphony: cfo
version: 1.0.0
owner: {team: Bankers, email: bank@example.com}
tables:
  account:
    description: One row per account.
    key: [account_id]
    published: true
    columns:
      account_id: {type: string, meaning: Number}
  secret:
    description: Not for others.
    key: [secret_id]
    columns:
      secret_id: {type: string, meaning: Number}
  pair:
    description: Two keys.
    key: [one, two]
    published: true
    columns:
      one: {type: string, meaning: First}
      two: {type: string, meaning: Second}
"""


@pytest.mark.parametrize(
    ("before", "after", "told", "hint"),
    [
        ("format: email", "format: mail", "the format 'mail' is unknown", "email"),
        (
            "meaning: How many",
            "meaning: How many, pattern: x",
            "pattern is for strings, and this is a integer",
            "",
        ),
        ("meaning: What, values", "meaning: What, minimum: 1, values", "minimum is for numbers", ""),
        ("meaning: How many", "meaning: How many, past: true", "past is for dates", ""),
        ('pattern: "S[0-9]+"', 'pattern: "S[0-9"', "the pattern cannot be read", ""),
        ("default: cash", "default: card", "the default 'card' is none of the values", ""),
        ("default: cash", "default: cash, labels: {cahs: Cash}", "'cahs' is for none of the values", "cash"),
        ("meaning: How many", "meaning: How many, labels: {x: y}", "labels is for strings", ""),
        (
            "sql: due_on >= sold_on",
            "sql: due_on >= sold_at",
            "names 'sold_at', which is no column",
            "sold_on",
        ),
        ("sql: due_on >= sold_on", "sql: due_on >= max(sold_on)", "looks beyond its own row", ""),
        ("sql: due_on >= sold_on", "sql: due_on >= (", "is no SQL condition", ""),
        ("time: sold_on", "time: kind", "time names 'kind', which is a string", "date"),
        ("references: buyer", "references: byer", "references 'byer', which is no table", ""),
        ("key: [sale_id]", "key: [sale]", "key names 'sale', which is no column", ""),
        (
            "meaning: How much, minimum",
            "meaning: How much, currency: pieces, minimum",
            "which is no string",
            "",
        ),
    ],
)
def test_a_contract_that_contradicts_itself_is_refused_with_its_line(folder, before, after, told, hint):
    assert before in CONTRACT
    changed = CONTRACT.replace(before, after, 1)
    (folder / "product.yaml").write_text(changed)
    with pytest.raises(ContractInvalidError) as caught:
        load_contract(folder / "product.yaml")
    assert told in caught.value.message
    assert "product.yaml:" in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("bnk.account", "the product 'bnk', which is not installed"),
        ("bank.account_", "bank.account_, which is not declared"),
        ("bank.secret", "which bank does not publish"),
        ("bank.pair", "whose key has 2 columns"),
    ],
)
def test_references_between_products_must_lead_to_a_key(tmp_path, target, told):
    for name, text in (
        ("shop", CONTRACT.replace("references: buyer", f"references: {target}")),
        ("bank", OTHER),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "product.yaml").write_text(text)
    with pytest.raises(ContractInvalidError, match=r"product\.yaml:22") as caught:
        discover_products([tmp_path])
    assert told in caught.value.message


def test_a_reference_has_the_type_of_the_key(tmp_path):
    (tmp_path / "product.yaml").write_text(
        CONTRACT.replace("buyer_id: {type: string, meaning: Who", "buyer_id: {type: integer, meaning: Who")
    )
    with pytest.raises(ContractInvalidError, match=r"is a integer, but shop\.buyer\.buyer_id is a string"):
        discover_products([tmp_path])
