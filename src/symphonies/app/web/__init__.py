"""The browser's side of the server: built front ends, the page that starts them, and their files."""

from symphonies.app.web.assets import web_routes
from symphonies.app.web.page import content_security_policy, shell_page
from symphonies.app.web.registry import FrontEndInvalidError, Manifest, Registry, load_registry

__all__ = [
    "FrontEndInvalidError",
    "Manifest",
    "Registry",
    "content_security_policy",
    "load_registry",
    "shell_page",
    "web_routes",
]
