"""The one HTML page: import map, styles and the shell's start module, under a strict policy."""

from __future__ import annotations

import base64
import hashlib
import html
import json

from symphonies.app.web.registry import Bundle, Registry

_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20' fill='%233451d1'%3E"
    "%3Crect x='1' y='9' width='3' height='5' rx='1.5'/%3E"
    "%3Crect x='6' y='5' width='3' height='11' rx='1.5'/%3E"
    "%3Crect x='11' y='2' width='3' height='16' rx='1.5'/%3E"
    "%3Crect x='16' y='7' width='3' height='7' rx='1.5'/%3E%3C/svg%3E"
)
_TITLE = "The Executive Symphonies"
EXPLORER = "explorer"
"""Name of the build that holds the GraphQL explorer."""
EXPLORER_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The explorer's own policy: its parts write styles into the page."""
_POLICY = (
    "default-src 'none'; script-src 'self' '{script}'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


def import_map_text(registry: Registry) -> str:
    """The import map as it stands in the page, byte for byte."""
    return json.dumps(registry.import_map(), separators=(",", ":"), sort_keys=True)


def content_security_policy(import_map: str) -> str:
    """The policy under which exactly this import map and our own files may run."""
    digest = base64.b64encode(hashlib.sha256(import_map.encode()).digest()).decode()
    return _POLICY.format(script=f"sha256-{digest}")


def shell_page(registry: Registry, *, theme: str = "") -> str:
    """The HTML that starts the shell.

    Args:
        registry: The built front ends.
        theme: ``light`` or ``dark`` when the reader chose one; anything else follows the system.
    """
    platform = registry.platform
    if platform is None:
        return _not_built()
    chosen = f' data-theme="{theme}"' if theme in ("light", "dark") else ""
    head = "\n".join([*_styles(platform), *_fonts(platform), _map_tag(registry), *_modules(platform)])
    return f"""<!doctype html>
<html lang="en"{chosen}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="description" content="Executive intelligence on your own ledgers">
<title>{_TITLE}</title>
<link rel="icon" href="{_ICON}">
{head}
</head>
<body><div id="app"></div><noscript>This page needs JavaScript.</noscript></body>
</html>
"""


def explorer_page(registry: Registry) -> str:
    """The HTML of the GraphQL explorer."""
    bundle = registry.bundles.get(EXPLORER)
    if bundle is None:
        return _not_built()
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>GraphQL explorer · {_TITLE}</title>
<link rel="icon" href="{_ICON}">
{chr(10).join([*_styles(bundle), *_modules(bundle)])}
</head>
<body style="margin: 0"><div id="explorer" style="height: 100vh"></div></body>
</html>
"""


def _map_tag(registry: Registry) -> str:
    return f'<script type="importmap">{import_map_text(registry)}</script>'


def _styles(bundle: Bundle) -> list[str]:
    return [
        f'<link rel="stylesheet" href="{bundle.url(file)}"{_integrity(bundle, file)}>'
        for file in bundle.manifest.styles
    ]


def _fonts(bundle: Bundle) -> list[str]:
    return [
        f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{bundle.url(path.name)}">'
        for path in sorted(bundle.folder.glob("inter-latin-wght-normal-*.woff2"))
    ]


def _modules(bundle: Bundle) -> list[str]:
    preloads = [
        f'<link rel="modulepreload" href="{bundle.url(file)}"{_integrity(bundle, file)}>'
        for file in bundle.manifest.preload
    ]
    entry = bundle.manifest.entry
    return [
        *preloads,
        f'<script type="module" src="{bundle.url(entry)}"{_integrity(bundle, entry)}></script>',
    ]


def _integrity(bundle: Bundle, file: str) -> str:
    digest = bundle.manifest.integrity.get(file, "")
    return f' integrity="{html.escape(digest, quote=True)}"' if digest else ""


def _not_built() -> str:
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{_TITLE}</title></head>
<body><h1>The front end is not built</h1>
<p>Run <code>python tools/build_ui.py</code>, start the server again and load this page.</p></body>
</html>
"""
