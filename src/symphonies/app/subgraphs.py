"""Subgraphs of the product served as a process of their own, and how the gateway reaches them there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from symphonies.app.contexts import Contexts, make_contexts
from symphonies.app.http import errors
from symphonies.app.http.graphql import answer
from symphonies.app.settings import FederationSettings, Settings, SettingsError
from symphonies.app.supergraph import ServableSubgraph, local_subgraphs
from symphonies.app.telemetry import measured, open_measuring
from symphonies.app.vouching import HEADER, Voucher
from symphonies.app.wiring import Instance, open_instance
from symphonies.federation import (
    HttpClient,
    SubgraphClient,
    SubgraphRequest,
    TrafficRules,
    run_service,
    shape,
)
from symphonies.kernel import SymphonyError, did_you_mean
from symphonies.platform.observability import configure_logs
from symphonies.platform.subgraphs import RequestContext

LOOPBACK = ("127.0.0.1", "localhost")
"""The names the product answers to: a page of another site cannot reach it under a name of its own."""


class SubgraphUnknownError(SymphonyError):
    """A subgraph is named that the products do not make."""

    code: ClassVar[str] = "SUBGRAPH_UNKNOWN"


def check_names(named: Sequence[str], known: Mapping[str, object]) -> None:
    """Refuse a name that is no subgraph.

    Raises:
        SubgraphUnknownError: with the name that may be meant.
    """
    for name in named:
        if name not in known:
            raise SubgraphUnknownError(f"There is no subgraph {name!r}.", hint=did_you_mean(name, known))


def remote_clients(told: FederationSettings) -> dict[str, SubgraphClient]:
    """Return clients for the subgraphs that settings place in other processes.

    Raises:
        SettingsError: there is no key to sign requests to them with.
    """
    if not told.subgraphs:
        return {}
    voucher = Voucher(_key(told))
    return {name: _client(name, url, voucher, told.timeout_s) for name, url in told.subgraphs.items()}


def create_subgraph_app(instance: Instance, names: Sequence[str], voucher: Voucher) -> Starlette:
    """Return the ASGI application that serves some subgraphs of an instance.

    Args:
        instance: the product; its store is only read.
        names: which; all when there are none.
        voucher: knows whose requests they are.

    Raises:
        SubgraphUnknownError: there is no such subgraph.
    """
    known = local_subgraphs(instance)
    check_names(names, known)
    served = {name: known[name] for name in names or known}
    answers = _Served(instance, served, voucher, make_contexts(instance, apart=True)).answer
    routes = [Route("/subgraphs/{name}", answers, methods=["POST"]), Route("/healthz", _health)]
    ours = Middleware(TrustedHostMiddleware, allowed_hosts=list(LOOPBACK), www_redirect=False)
    return Starlette(routes=routes, middleware=[ours], exception_handlers=errors.handlers())


def run_subgraphs(settings: Settings, names: Sequence[str], say: Callable[[str], None]) -> None:
    """Serve subgraphs until interrupted.

    Args:
        settings: name the store, the port and the key.
        names: which; all when there are none.
        say: told where once they answer.

    Raises:
        SettingsError: there is no key to know the gateway by.
        EngineLockedError: a process that may change the store holds it.
    """
    configure_logs()
    voucher = Voucher(_key(settings.federation))
    instance = open_instance(settings.reading_only())
    try:
        app = create_subgraph_app(instance, names, voucher)
        shown, server = ", ".join(names) or "all", settings.server
        told = f"{instance.company.name}'s subgraphs ({shown}): each is served at {{}}/subgraphs/NAME"
        telemetry = open_measuring(settings.telemetry, "subgraphs")
        measuring = app if telemetry is None else measured(app, telemetry)
        run_service(measuring, server.host, server.port, lambda at: say(told.format(at)))
    finally:
        instance.close()


class _Served:
    def __init__(
        self,
        instance: Instance,
        served: Mapping[str, ServableSubgraph],
        voucher: Voucher,
        contexts: Contexts,
    ) -> None:
        self._instance = instance
        self._served = served
        self._voucher = voucher
        self._contexts = contexts

    async def answer(self, request: Request) -> Response:
        """Answer an operation with the rights of the principal the gateway vouches for."""
        given = request.headers.get(HEADER)
        find = self._instance.principals.get
        principal = self._voucher.principal(given, request.path_params["name"], find)
        return await answer(request, self._served, self._contexts.of(principal))


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _client(name: str, url: str, voucher: Voucher, timeout_s: float) -> SubgraphClient:
    def signed(request: SubgraphRequest) -> Mapping[str, str]:
        context = request.context
        assert isinstance(context, RequestContext), "the application passes a RequestContext to the gateway"
        return voucher.header(context.principal, name)

    http = HttpClient(url, headers_for=signed, timeout_s=timeout_s)
    return shape(http, TrafficRules(timeout_s=timeout_s), signed)


def _key(told: FederationSettings) -> str:
    if told.key is None:
        raise SettingsError(
            "federation.key is not set; gateway and subgraphs in other processes share it.",
            hint="Set SYMPHONIES_FEDERATION__KEY to the same 32 or more random characters for all of them.",
        )
    return told.key.get_secret_value()
