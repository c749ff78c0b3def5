"""The page and its files over HTTP."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from symphonies.app.web import load_registry, web_routes
from tests.unit.web.test_registry import build


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    told = {"styles": ["style-1.css"], "preload": ["preact-9.js"], "provides": {"preact": "preact-9.js"}}
    integrity = {"platform-1.js": "sha384-abc", "preact-9.js": "sha384-def", "style-1.css": "sha384-ghi"}
    folder = build(tmp_path / "ui", "platform", integrity=integrity, **told)
    (folder / "style-1.css").write_text("body { margin: 0 }")
    (folder / "inter-latin-wght-normal-7.woff2").write_bytes(b"font")
    return TestClient(Starlette(routes=web_routes([folder])))


def test_the_policy_allows_exactly_the_import_map_of_the_page(client: TestClient) -> None:
    answer = client.get("/cfo/corporate")
    found = re.search(r'<script type="importmap">(.*?)</script>', answer.text)
    assert found is not None
    digest = base64.b64encode(hashlib.sha256(found.group(1).encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy


def test_the_page_checks_all_it_starts_with(client: TestClient) -> None:
    text = client.get("/").text
    assert (
        '<script type="module" src="/assets/platform/platform-1.js" integrity="sha384-abc"></script>' in text
    )
    assert '<link rel="modulepreload" href="/assets/platform/preact-9.js" integrity="sha384-def">' in text
    assert '<link rel="stylesheet" href="/assets/platform/style-1.css" integrity="sha384-ghi">' in text
    assert 'href="/assets/platform/inter-latin-wght-normal-7.woff2"' in text


@pytest.mark.parametrize(
    ("cookie", "tag"), [("dark", ' data-theme="dark">'), ("light", ' data-theme="light">')]
)
def test_a_chosen_theme_is_there_before_the_first_paint(client: TestClient, cookie: str, tag: str) -> None:
    assert f'<html lang="en"{tag}' in client.get("/", headers={"cookie": f"theme={cookie}"}).text


def test_a_made_up_theme_is_ignored(client: TestClient) -> None:
    assert '<html lang="en">' in client.get("/", headers={"cookie": 'theme="><script>'}).text


@pytest.mark.parametrize("path", ["/", "/cfo", "/cfo/payments"])
def test_every_page_address_answers_with_the_shell(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/favicon.ico", "/cfo/x.php", "/a/b/c", "/assets/platform/absent.js"])
def test_other_addresses_are_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_files_never_expire(client: TestClient) -> None:
    answer = client.get("/assets/platform/platform-1.js", headers={"accept-encoding": "identity"})
    assert answer.text == "export default 1"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_texts_travel_packed_and_fonts_as_they_are(client: TestClient) -> None:
    with client.stream(
        "GET", "/assets/platform/platform-1.js", headers={"accept-encoding": "gzip"}
    ) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(b"".join(answer.iter_raw())) == b"export default 1"
    font = client.get("/assets/platform/inter-latin-wght-normal-7.woff2", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in font.headers
    assert font.headers["content-type"] == "font/woff2"


def test_a_front_end_that_is_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    client = TestClient(Starlette(routes=web_routes([tmp_path], load_registry([tmp_path]))))
    answer = client.get("/cfo/corporate")
    assert answer.status_code == 503
    assert "python tools/build_ui.py" in answer.text
