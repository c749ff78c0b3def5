"""Fragments that the documents of a folder share, read with what clients send."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from symphonies.federation.changes import read_operations
from symphonies.federation.changes.fragments import OperationsUnreadable

NAMED = "fragment Named on Customer {\n  name\n  ...Home\n}"
HOME = "fragment Home on Customer {\n  country\n}"


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """A folder with these files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def read(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    """Name to document of what is read back."""
    return {each.name: each.document for each in read_operations(written(folder, files))}


def test_an_operation_gets_the_fragments_it_spreads_and_those_they_spread(tmp_path: Path) -> None:
    customer, order = "query Customer {\n  customer {\n    ...Named\n  }\n}\n", "{ order { id } }"
    files = {"customer.graphql": customer, "order.graphql": order}
    shared = {"fragments/named.graphql": NAMED + "\n", "fragments/home.graphql": f"# Where.\n{HOME}\n"}
    assert read(tmp_path, files | shared) == {
        "customer.graphql": f"{customer.rstrip()}\n\n{HOME}\n\n{NAMED}\n",
        "order.graphql": order,
    }


def test_fragments_beside_an_operation_are_its_own(tmp_path: Path) -> None:
    one = "{ customer { ...Named } } fragment Named on Customer { name }"
    other = "{ customer { ...Named } } fragment Named on Customer { country }"
    assert read(tmp_path, {"a.graphql": one, "b.graphql": other}) == {"a.graphql": one, "b.graphql": other}


def test_fragments_may_spread_one_another_in_a_ring(tmp_path: Path) -> None:
    ring = "fragment Home on Customer { ...Named }"
    found = read(tmp_path, {"a.graphql": "{ customer { ...Home } }", "f.graphql": f"{NAMED}\n{ring}"})
    assert found == {"a.graphql": f"{{ customer {{ ...Home }} }}\n\n{ring}\n\n{NAMED}\n"}


def test_what_is_no_graphql_is_left_for_a_schema_to_judge(tmp_path: Path) -> None:
    assert read(tmp_path, {"a.graphql": "query {", "b.graphql": ""}) == {
        "a.graphql": "query {",
        "b.graphql": "",
    }


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"a.graphql": "{ customer { ...Nmed } }", "named.graphql": HOME},
            r"a\.graphql spreads the fragment Nmed, which no file beside it defines\.",
        ),
        (
            {"a.graphql": "{ customer { ...Named } }", "named.graphql": NAMED},
            r"named\.graphql spreads the fragment Home, which no file beside it defines\.",
        ),
        (
            {"a.graphql": "{ customer { name } }", "home.graphql": HOME},
            r"Fragment Home of .*home\.graphql is spread by no operation\.",
        ),
        (
            {"a.graphql": "{ customer { ...Home } }", "b/home.graphql": HOME, "c/home.graphql": HOME},
            r"Fragment Home is defined in .*b/home\.graphql and in .*c/home\.graphql\.",
        ),
        (
            {"a.graphql": "{ customer { ...Home } }", "home.graphql": f"{HOME}\n{HOME}"},
            r"Fragment Home is defined twice in .*home\.graphql\.",
        ),
        (
            {"a.graphql": f"{{ customer {{ ...Home }} }}\n{HOME}", "home.graphql": HOME},
            r"Fragment Home is defined in .*home\.graphql and in .*a\.graphql\.",
        ),
    ],
    ids=["unknown", "unknown to a fragment", "unused", "in two files", "twice in one", "shared and own"],
)
def test_fragments_that_do_not_fit_together_are_named(
    tmp_path: Path, files: Mapping[str, str], told: str
) -> None:
    with pytest.raises(OperationsUnreadable, match=told):
        read(tmp_path, files)
