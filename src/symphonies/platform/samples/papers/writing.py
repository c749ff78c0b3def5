"""Papers to files, each with a side-car that says who may read it and what it speaks of."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from textwrap import fill

import yaml

from symphonies.platform.samples.papers.paper import Paper
from symphonies.platform.samples.papers.pdf import write_pdf

SIDE_CAR = ".access.yaml"
"""After the whole name of a file."""
_LINE = 96
"""Characters of a line of plain text."""


def write_papers(papers: Iterable[Paper], folder: Path) -> None:
    """Write each paper and its side-car into a folder; what stands there under the same name is replaced."""
    for paper in papers:
        path = folder / paper.file
        path.parent.mkdir(parents=True, exist_ok=True)
        _WRITERS[path.suffix](paper, path)
        path.with_name(path.name + SIDE_CAR).write_text(
            yaml.safe_dump(_declared(paper), sort_keys=False), "utf-8"
        )


def _declared(paper: Paper) -> dict[str, object]:
    told = {
        "title": paper.title,
        "people": list(paper.readers.people),
        "roles": list(paper.readers.roles),
        "attributes": {name: list(values) for name, values in paper.readers.attributes.items()},
        "about": dict(paper.about),
    }
    return {name: value for name, value in told.items() if value}


def _write_docx(paper: Paper, path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading(paper.title, 0)
    for section in paper.sections:
        if section.new_page:
            document.add_page_break()
        document.add_heading(section.heading, 1)
        for paragraph in section.paragraphs:
            document.add_paragraph(paragraph)
    document.save(str(path))


def _write_html(paper: Paper, path: Path) -> None:
    parts = [f"<h1>{html.escape(paper.title)}</h1>"]
    for section in paper.sections:
        parts.append(f"<h2>{html.escape(section.heading)}</h2>")
        parts += [f"<p>{html.escape(paragraph)}</p>" for paragraph in section.paragraphs]
    title = html.escape(paper.title)
    body = "\n".join(parts)
    path.write_text(f"<!doctype html>\n<title>{title}</title>\n<body>\n{body}\n</body>\n", "utf-8")


def _write_text(paper: Paper, path: Path) -> None:
    parts = [paper.title.upper()]
    for section in paper.sections:
        parts += [
            section.heading,
            *(fill(paragraph, _LINE, break_on_hyphens=False) for paragraph in section.paragraphs),
        ]
    path.write_text("\n\n".join(parts) + "\n", "utf-8")


_WRITERS: Mapping[str, Callable[[Paper, Path], None]] = {
    ".docx": _write_docx,
    ".pdf": write_pdf,
    ".html": _write_html,
    ".txt": _write_text,
}
