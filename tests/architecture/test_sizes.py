"""Files and functions stay small: the bars of ARCHITECTURE.md, over the whole product."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.architecture.sources import ROOT, functions, modules, tracked, where

FILE_MEDIAN, FILE_P90, FILE_MAX = 120, 350, 700
FUNCTION_P90, FUNCTION_P99 = 30, 80
MANY_ARGUMENTS, MANY_ARGUMENTS_RATIO = 6, 0.03


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_files_are_small() -> None:
    sizes = np.array([count for path in modules() if (count := lines(path))])
    assert np.median(sizes) <= FILE_MEDIAN
    assert np.percentile(sizes, 90) <= FILE_P90


def test_no_file_is_large() -> None:
    written = (".py", ".ts", ".tsx", ".css", ".sql", ".md")
    sizes = {path: lines(ROOT / path) for path in tracked() if path.endswith(written)}
    assert {path: size for path, size in sizes.items() if size > FILE_MAX} == {}


def test_functions_are_short() -> None:
    lengths = [(node.end_lineno or node.lineno) - node.lineno + 1 for _, node in functions()]
    assert np.percentile(lengths, 90) <= FUNCTION_P90
    assert np.percentile(lengths, 99) <= FUNCTION_P99


def test_few_functions_take_many_arguments() -> None:
    counts = [len(node.args.posonlyargs + node.args.args + node.args.kwonlyargs) for _, node in functions()]
    assert np.mean(np.array(counts) > MANY_ARGUMENTS) < MANY_ARGUMENTS_RATIO


def test_every_function_says_what_it_returns() -> None:
    silent = [where(path, node.lineno) for path, node in functions() if node.returns is None]
    assert silent == []
