"""English stands in the file of the language: no list of its words in the code that reads questions."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import yaml

from tests.architecture.sources import SOURCE, modules, where

ASK = SOURCE / "platform" / "vizier" / "ask"
FOLDERS = [ASK / name for name in ("parsing", "linking", "language", "grounding")]
ENGLISH = yaml.safe_load((ASK / "language" / "en.yaml").read_text("utf-8"))
GROUPS = {name: text for name, text in ENGLISH["words"].items() if name != "company_forms"}
KNOWN = frozenset(
    word
    for text in (ENGLISH["stop"], ENGLISH["carrier"], *GROUPS.values())
    for word in text.split()
    if word.isalpha()
)
FEW = 2
"""So many words may stand where a rule is about them alone."""


def test_no_list_of_words_stands_in_code() -> None:
    read = {path: tree for path, tree in modules().items() if any(path.is_relative_to(at) for at in FOLDERS)}
    assert read
    found = [where(path, node.lineno) for path, tree in read.items() for node in _lists(tree)]
    assert found == []


def test_a_planted_list_is_seen() -> None:
    planted = ast.parse(
        'ARTICLES = frozenset({"the", "a", "an"})\n'
        'OPENED = (("how", "much"), ("what",))\n'
        'PAIR = ("each", "every")\n'
        'COLUMNS = ("entity_id", "posting_date", "amount_eur")\n'
    )
    assert [node.lineno for node in _lists(planted)] == [1, 2]


def test_every_group_of_words_is_asked_for() -> None:
    asked = {
        argument.value
        for path, tree in modules().items()
        if path.is_relative_to(ASK)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"words_of", "phrases_of"}
        for argument in node.args
        if isinstance(argument, ast.Constant)
    }
    assert asked == {*ENGLISH["words"], *ENGLISH["phrases"]}


def _lists(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the outermost displays of more English words than a few, whatever they are nested in."""
    for node in ast.iter_child_nodes(tree):
        display = isinstance(node, ast.List | ast.Set | ast.Tuple)
        if display and len(_words(node)) > FEW:
            yield node
        else:
            yield from _lists(node)


def _words(display: ast.expr) -> set[str]:
    """Return the English words in a display of words alone, or of displays of them."""
    found: set[str] = set()
    for each in getattr(display, "elts", ()):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            found |= {each.value} & KNOWN
        elif isinstance(each, ast.List | ast.Set | ast.Tuple):
            found |= _words(each)
    return found
