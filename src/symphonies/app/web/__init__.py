"""The browser's side of the server: built front ends, the page that starts them, and their files."""

from symphonies.app.web.assets import web_routes
from symphonies.app.web.page import EXPLORER_POLICY, content_security_policy, explorer_page, shell_page
from symphonies.app.web.registry import FrontEndInvalidError, Manifest, Registry, load_registry

__all__ = [
    "EXPLORER_POLICY",
    "FrontEndInvalidError",
    "Manifest",
    "Registry",
    "content_security_policy",
    "explorer_page",
    "load_registry",
    "shell_page",
    "web_routes",
]
