"""Documentation and code say the same: error pages, reference pages, links."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import ROOT, modules, tracked, where
from tools import reference

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)")
CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")


def error_codes() -> Iterator[tuple[str, str]]:
    """The stable code of every error class with its place."""
    for path, tree in modules().items():
        for node in ast.walk(tree):
            for line in node.body if isinstance(node, ast.ClassDef) else ():
                target = (
                    line.target if isinstance(line, ast.AnnAssign) else getattr(line, "targets", [None])[0]
                )
                value = getattr(line, "value", None)
                if getattr(target, "id", "") == "code" and isinstance(value, ast.Constant):
                    yield str(value.value), where(path, line.lineno)


def pages() -> set[str]:
    return {path.stem for path in (ROOT / "docs" / "errors").glob("*.md")} - {"README"}


def test_codes_are_upper_snake_and_stand_once() -> None:
    codes = list(error_codes())
    assert codes
    assert [found for found in codes if not CODE.fullmatch(found[0])] == []
    names = [code for code, _ in codes]
    assert [found for found in codes if names.count(found[0]) > 1] == []


def test_every_error_code_has_a_page() -> None:
    assert {code: place for code, place in error_codes() if code not in pages()} == {}


def test_every_error_page_has_a_code() -> None:
    assert pages() - {code for code, _ in error_codes()} == set()


def test_an_error_page_tells_what_and_how_to_mend() -> None:
    texts = {path.stem: path.read_text("utf-8") for path in (ROOT / "docs" / "errors").glob("*.md")}
    thin = [name for name, text in texts.items() if not text.startswith("# ") or len(text.split()) < 25]
    assert thin == []


def test_reference_pages_say_what_the_code_says() -> None:
    assert reference.differences() == [], "run: python -m tools.reference"


def test_every_link_leads_somewhere() -> None:
    broken = []
    for page in (path for path in tracked() if path.endswith(".md")):
        for target, _ in LINK.findall((ROOT / page).read_text("utf-8")):
            if not ((ROOT / page).parent / target).exists():
                broken.append(f"{page}: {target}")
    assert broken == []
