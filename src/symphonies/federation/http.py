"""GraphQL over HTTP without a web framework: method, headers and body in; status, headers and body out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson

from .errors import RequestRefused
from .gateway import Gateway
from .request import GraphQLRequest, GraphQLResponse

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"


@dataclass(frozen=True, slots=True)
class HttpReply:
    """What to answer over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def serve(
    gateway: Gateway,
    method: str,
    headers: Mapping[str, str],
    query_string: str,
    body: bytes,
    context: object = None,
) -> HttpReply:
    """Answers one HTTP request by the rules of GraphQL over HTTP.

    Args:
        gateway: who answers.
        method: the HTTP method.
        headers: request headers, names in lower case.
        query_string: the raw query string, for GET.
        body: the raw body, for POST.
        context: handed to the subgraph clients.
    """
    media = negotiate(headers.get("accept"))
    if media is None:
        return _plain(406, f"This address answers {GRAPHQL_JSON} and {JSON}.")
    try:
        if method == "POST":
            request = _from_post(headers, body, gateway.options.limits.body_bytes)
        elif method == "GET":
            request = _from_get(headers, query_string)
        else:
            return _plain(405, "Use POST, or GET for queries.", {"allow": "GET, POST"})
    except RequestRefused as refusal:
        return _reply(
            GraphQLResponse(errors=refusal.all_errors(), has_data=False, status=refusal.status), media
        )
    return _reply(await gateway.execute(request, context), media)


def negotiate(accept: str | None) -> str | None:
    """Returns the media type to answer with, None when the client accepts neither."""
    if not accept:
        return JSON
    wanted: list[tuple[float, int, str]] = []
    for position, part in enumerate(accept.split(",")):
        media, _, parameters = part.strip().partition(";")
        found = {"*/*": JSON, "application/*": GRAPHQL_JSON}.get(media.strip().lower(), media.strip().lower())
        if found in {JSON, GRAPHQL_JSON}:
            wanted.append((-_quality(parameters), position, found))
    acceptable = [entry for entry in wanted if entry[0] < 0]
    return min(acceptable)[2] if acceptable else None


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def _from_post(headers: Mapping[str, str], body: bytes, limit: int) -> GraphQLRequest:
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != JSON:
        raise RequestRefused(f"The body must be {JSON}.", code="UNSUPPORTED_MEDIA_TYPE", status=415)
    if len(body) > limit:
        raise RequestRefused(f"The body is larger than {limit} bytes.", code="BODY_TOO_LARGE", status=413)
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RequestRefused("The body is not JSON.", code="BAD_REQUEST") from error
    if not isinstance(given, dict):
        raise RequestRefused("The body is not a JSON object; batches are not served.", code="BAD_REQUEST")
    return _request(given, headers)


def _from_get(headers: Mapping[str, str], query_string: str) -> GraphQLRequest:
    given: dict[str, Any] = dict(parse_qsl(query_string, keep_blank_values=True))
    for name in ("variables", "extensions"):
        if given.get(name):
            try:
                given[name] = orjson.loads(given[name])
            except orjson.JSONDecodeError as error:
                raise RequestRefused(f"The parameter {name} is not JSON.", code="BAD_REQUEST") from error
    return _request({name: value for name, value in given.items() if value != ""}, headers, only_queries=True)


def _request(
    given: Mapping[str, Any], headers: Mapping[str, str], *, only_queries: bool = False
) -> GraphQLRequest:
    kinds: tuple[tuple[str, type, str], ...] = (
        ("query", str, "a string"),
        ("operationName", str, "a string"),
        ("variables", dict, "an object"),
        ("extensions", dict, "an object"),
    )
    for name, kind, words in kinds:
        if given.get(name) is not None and not isinstance(given[name], kind):
            raise RequestRefused(f"The parameter {name} must be {words}.", code="BAD_REQUEST")
    return GraphQLRequest(
        given.get("query"),
        given.get("variables"),
        given.get("operationName"),
        given.get("extensions"),
        headers,
        only_queries,
    )


def _reply(response: GraphQLResponse, media: str) -> HttpReply:
    """Chooses the status: plain JSON tells errors with 200 when the request itself was well-formed."""
    status = 200
    if not response.has_data:
        well_formed = response.status == 400 and not _is_malformed(response)
        status = 200 if media == JSON and well_formed else response.status
    headers = {"content-type": f"{media}; charset=utf-8"}
    if status == 405:
        headers["allow"] = "POST"
    body = orjson.dumps(response.as_dict(), default=str, option=orjson.OPT_NON_STR_KEYS)
    return HttpReply(status, headers, body)


def _is_malformed(response: GraphQLResponse) -> bool:
    codes = {error.get("extensions", {}).get("code") for error in response.errors}
    return "BAD_REQUEST" in codes


def _plain(status: int, text: str, headers: Mapping[str, str] | None = None) -> HttpReply:
    body = orjson.dumps({"errors": [{"message": text, "extensions": {"code": "BAD_REQUEST"}}]})
    return HttpReply(status, {"content-type": f"{JSON}; charset=utf-8", **(headers or {})}, body)
