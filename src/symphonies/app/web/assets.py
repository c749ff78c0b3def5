"""Routes of the browser's side: the page at every symphony address, and immutable files."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from symphonies.app.web.page import content_security_policy, import_map_text, shell_page
from symphonies.app.web.registry import ASSETS, Registry, load_registry

IMMUTABLE = "public, max-age=31536000, immutable"
"""Built files carry their hash in the name, so they never change."""
_TEXT = {".js", ".css", ".json", ".svg"}


def web_routes(dist_dirs: Sequence[Path], registry: Registry | None = None) -> list[Route]:
    """The page and file routes; put them last, since the page answers any ``/{symphony}/{page}``.

    Args:
        dist_dirs: Folders of built front ends (``ui/dist`` and each ``suite/<name>/ui/dist``).
        registry: The same folders already read, when the caller needs the registry too.

    Raises:
        FrontEndInvalidError: A manifest cannot be read.
    """
    built = registry or load_registry(dist_dirs)

    async def page(request: Request) -> Response:
        if any("." in part for part in request.path_params.values()):
            return PlainTextResponse("Not found", status_code=404)
        return page_response(built, request.cookies.get("theme", ""))

    async def asset(request: Request) -> Response:
        path = built.file(request.path_params["bundle"], request.path_params["file"])
        if path is None:
            return PlainTextResponse("Not found", status_code=404)
        return asset_response(path, gzip_accepted="gzip" in request.headers.get("accept-encoding", ""))

    return [
        Route(ASSETS + "/{bundle}/{file}", asset, name="asset"),
        Route("/", page, name="home"),
        Route("/{symphony}", page, name="symphony"),
        Route("/{symphony}/{page}", page, name="page"),
    ]


def page_response(registry: Registry, theme: str) -> Response:
    """The shell page with its security headers; 503 while the front end is not built."""
    status = 200 if registry.platform else 503
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": content_security_policy(import_map_text(registry)),
        "Referrer-Policy": "same-origin",
        "Vary": "Cookie",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(shell_page(registry, theme=theme), status_code=status, headers=headers)


def asset_response(path: Path, *, gzip_accepted: bool) -> Response:
    """A built file, cached by the browser for good and compressed where that helps."""
    packed = gzip_accepted and path.suffix in _TEXT
    headers = {"Cache-Control": IMMUTABLE, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(_content(path, packed), media_type=_media_type(path), headers=headers)


@lru_cache(maxsize=256)
def _content(path: Path, packed: bool) -> bytes:
    content = path.read_bytes()
    return gzip.compress(content, 9, mtime=0) if packed else content


def _media_type(path: Path) -> str:
    if path.suffix == ".js":
        return "text/javascript"
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
