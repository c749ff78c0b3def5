"""What all routes of one server share, and how a request names its principal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import orjson
from starlette.requests import HTTPConnection, Request

from symphonies.app.contexts import Contexts, make_contexts
from symphonies.app.sessions import COOKIE, Sessions
from symphonies.app.supergraph import Supergraph, build_supergraph
from symphonies.app.symphonies import Symphony, discover_symphonies
from symphonies.app.web import Registry, load_registry
from symphonies.app.wiring import Instance
from symphonies.federation import SubgraphClient, Telemetry
from symphonies.kernel import SymphonyError
from symphonies.platform.subgraphs import RequestContext

BODY_LIMIT_BYTES = 65_536


class RequestInvalidError(SymphonyError):
    """The HTTP request is not of the form this address takes."""

    code: ClassVar[str] = "REQUEST_INVALID"


@dataclass
class ServerState:
    """One instance, ready to answer requests."""

    instance: Instance
    supergraph: Supergraph
    symphonies: Mapping[str, Symphony]
    sessions: Sessions
    front_ends: list[Path]
    registry: Registry
    contexts: Contexts

    def context(self, request: HTTPConnection) -> RequestContext:
        """Return what resolvers may know of the request."""
        return self.contexts.of(self.sessions.principal(request.cookies.get(COOKIE)))

    def navigation_of(self, symphony: Symphony) -> dict[str, object]:
        """Return what the shell needs to list and load a symphony."""
        told = symphony.declaration
        return {
            "id": told.id,
            "title": told.title,
            "executive": told.executive,
            "icon": told.icon,
            "pages": symphony.pages,
            "entry": self.registry.entry(told.id),
        }


def build_state(
    instance: Instance,
    elsewhere: Mapping[str, SubgraphClient] | None = None,
    telemetry: Telemetry | None = None,
) -> ServerState:
    """Compose the supergraph and gather everything routes need.

    Args:
        instance: the product.
        elsewhere: clients of subgraphs that run in other processes, by name.
        telemetry: measures the gateway's work.

    Raises:
        CompositionFailedError: the subgraphs do not make a supergraph.
        FrontEndInvalidError: a built front end cannot be read.
    """
    symphonies = {each.declaration.id: each for each in discover_symphonies()}
    front_ends = [*built_folders(), *(each.path / "ui" / "dist" for each in symphonies.values())]
    return ServerState(
        instance=instance,
        supergraph=build_supergraph(instance, elsewhere, telemetry),
        symphonies=symphonies,
        sessions=Sessions(instance.principals),
        front_ends=front_ends,
        registry=load_registry(front_ends),
        contexts=make_contexts(instance, symphonies.values(), apart=True),
    )


def built_folders(package: Path = Path(__file__).parents[1]) -> list[Path]:
    """Return where the platform's front ends lie: in the wheel, else in the source tree."""
    packed, tree = package / "static", package.parents[2] / "ui"
    if packed.is_dir():
        return [packed / "platform", packed / "explorer"]
    return [tree / "dist", tree / "explorer" / "dist"]


async def body_of(request: Request) -> dict[str, Any]:
    """Return the JSON object a request carries.

    Raises:
        RequestInvalidError: the body is too large or no JSON object.
    """
    body = await request.body()
    if len(body) > BODY_LIMIT_BYTES:
        raise RequestInvalidError(f"The body has {len(body)} bytes; at most {BODY_LIMIT_BYTES} are taken.")
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RequestInvalidError("The body is no JSON.", hint="Send a JSON object.") from error
    if not isinstance(found, dict):
        raise RequestInvalidError("The body is JSON, but no object.", hint="Send a JSON object.")
    return found


def same_origin(request: Request) -> None:
    """Refuse changes asked for by pages of another origin (cross-site request forgery).

    Raises:
        RequestInvalidError: the browser says that another site sent the request.
    """
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none") or (
        origin and origin != f"{request.url.scheme}://{request.url.netloc}"
    ):
        raise RequestInvalidError("The request comes from another site.", hint="Use the product's own pages.")
