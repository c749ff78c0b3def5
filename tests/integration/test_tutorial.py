"""The tutorial does what it says: its files are written, its commands run, its outputs compared."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from symphonies.app.cli.commands import cli
from symphonies.platform.lakehouse import load_product
from symphonies.platform.semantics import load_catalog
from tests.conftest import ROOT

TUTORIAL = ROOT / "docs" / "tutorial"
FENCE = re.compile(r"^```(\w*)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: of which language, for which file, what."""

    language: str
    file: str | None
    text: str

    def commands(self) -> Iterator[tuple[str, list[str]]]:
        """Each command with the lines it is said to print."""
        for part in re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]:
            command, *printed = part.splitlines()
            yield command, printed


def blocks(page: str) -> list[Block]:
    return [Block(*found) for found in FENCE.findall((TUTORIAL / page).read_text("utf-8"))]


def follow(page: str) -> list[str]:
    """Do what a page says in the working folder; returns the commands that ran."""
    ran = []
    for block in blocks(page):
        if block.file:
            Path(block.file).parent.mkdir(parents=True, exist_ok=True)
            Path(block.file).write_text(block.text, "utf-8")
        for command, printed in block.commands() if block.language == "console" else ():
            output = run(command)
            assert [line for line in printed if line not in output.splitlines()] == [], f"{command}\n{output}"
            ran.append(command)
    return ran


def run(command: str) -> str:
    program, *arguments = shlex.split(command)
    if program == "mkdir":
        Path(*arguments).mkdir()
        return ""
    assert program == "symphonies"
    done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert done.exit_code == 0, f"{command}\n{done.output}"
    return done.output


@pytest.mark.parametrize("page", ["2-your-data.md", "4-add-a-product.md"])
def test_a_page_can_be_followed(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert follow(page)


def test_the_questions_of_the_first_page_are_answered(
    sample_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYMPHONIES_LAKEHOUSE__STORE", str(sample_store))
    assert follow("1-run.md")


def test_the_metric_of_the_third_page_joins_the_catalogue(tmp_path: Path) -> None:
    entry = next(block.text for block in blocks("3-add-a-metric.md") if block.language == "yaml")
    folder = tmp_path / "products"
    shutil.copytree(ROOT / "src" / "symphonies" / "products", folder)
    with (folder / "invoicing" / "metrics.yaml").open("a", encoding="utf-8") as file:
        file.write(entry)
    products = [load_product(path.parent) for path in sorted(folder.glob("*/product.yaml"))]
    catalog = load_catalog(products)
    assert catalog.metric("ar.electronic_share").text == "ar.electronic_sales / ar.sales"
    assert "customer.segment" in {it.path for it in catalog.dimensions_of("ar.electronic_share")}
