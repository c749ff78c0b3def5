"""GraphQL over HTTP without a web framework: method, headers and body in; status, headers and body out.

Source: GraphQL over HTTP, edition of September 2026; its first drafts for ``application/json``.
"""

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
ANSWERED = {"*/*": JSON, "application/*": GRAPHQL_JSON, JSON: JSON, GRAPHQL_JSON: GRAPHQL_JSON}
"""Media ranges a client may accept, and what is answered for each."""
PARAMETERS: tuple[tuple[str, type, str], ...] = (
    ("query", str, "a string"),
    ("operationName", str, "a string"),
    ("variables", dict, "an object"),
    ("extensions", dict, "an object"),
)
MALFORMED = "BAD_REQUEST"
"""The code of a request that is not a well-formed GraphQL-over-HTTP request."""
UNPROCESSABLE = frozenset(
    {MALFORMED, "GRAPHQL_VALIDATION_FAILED", "OPERATION_RESOLUTION_FAILURE", "BAD_USER_INPUT"}
)
"""Codes of requests that can be read but not be run."""


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
    try:
        if media is None:
            raise not_acceptable()
        if method == "POST":
            request = read_post(headers, body, gateway.options.limits.body_bytes)
        elif method == "GET":
            request = read_get(headers, query_string)
        else:
            raise not_allowed()
    except RequestRefused as refusal:
        return make_reply(refusal_response(refusal), media or JSON)
    return make_reply(await gateway.execute(request, context), media)


# ---- what the client takes -------------------------------------------------------------------------------


def negotiate(accept: str | None) -> str | None:
    """Returns the media type to answer with, None when the client accepts neither."""
    if not accept:
        return JSON
    if accept in ANSWERED:
        return ANSWERED[accept]
    wanted: list[tuple[float, int, str]] = []
    for position, (media, parameters) in enumerate(accepted(accept)):
        found = ANSWERED.get(media)
        quality = _quality(parameters)
        if found is not None and quality > 0:
            wanted.append((-quality, position, found))
    return min(wanted)[2] if wanted else None


def accepted(accept: str) -> list[tuple[str, dict[str, str]]]:
    """Returns the media ranges of an Accept header, each with its parameters."""
    found: list[tuple[str, dict[str, str]]] = []
    for part in accept.split(","):
        media, *parameters = part.split(";")
        pairs = (parameter.partition("=") for parameter in parameters)
        found.append(
            (
                media.strip().lower(),
                {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs},
            )
        )
    return found


def _quality(parameters: Mapping[str, str]) -> float:
    try:
        return float(parameters.get("q", "1"))
    except ValueError:
        return 0.0


# ---- reading a request -----------------------------------------------------------------------------------


def read_post(headers: Mapping[str, str], body: bytes, limit: int) -> GraphQLRequest:
    """Reads one operation from the body of a POST.

    Raises:
        RequestRefused: when it is of another type, too large, or not well-formed.
    """
    given = read_json(headers, body, limit)
    if not isinstance(given, dict):
        raise RequestRefused("The body is not a JSON object; batches are not served.", code=MALFORMED)
    return make_request(given, headers)


def read_json(headers: Mapping[str, str], body: bytes, limit: int) -> Any:
    """Reads the JSON value of a POST.

    Raises:
        RequestRefused: when it is of another type, too large, or no JSON.
    """
    content_type = headers.get("content-type", "")
    if content_type != JSON:
        check_content_type(content_type)
    if len(body) > limit:
        raise too_large(limit)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RequestRefused("The body is not JSON.", code="JSON_INVALID") from error


def check_content_type(content_type: str) -> None:
    """Refuses a body that is not JSON in UTF-8.

    Raises:
        RequestRefused: ``UNSUPPORTED_MEDIA_TYPE``.
    """
    media, parameters = accepted(content_type)[0]
    if media != JSON or parameters.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        raise RequestRefused(f"The body must be {JSON} in UTF-8.", code="UNSUPPORTED_MEDIA_TYPE", status=415)


def read_get(headers: Mapping[str, str], query_string: str) -> GraphQLRequest:
    """Reads one query from the parameters of a GET.

    Raises:
        RequestRefused: when it is not well-formed.
    """
    try:
        pairs = parse_qsl(query_string, keep_blank_values=True, max_num_fields=50, errors="strict")
    except ValueError as error:
        raise RequestRefused("The parameters of the address cannot be read.", code=MALFORMED) from error
    given: dict[str, Any] = {name: value for name, value in pairs if value != ""}
    for name in ("variables", "extensions"):
        if name in given:
            try:
                given[name] = orjson.loads(given[name])
            except orjson.JSONDecodeError as error:
                raise RequestRefused(f"The parameter {name} is not JSON.", code="JSON_INVALID") from error
    return make_request(given, headers, only_queries=True)


def make_request(
    given: Mapping[str, Any], headers: Mapping[str, str], *, only_queries: bool = False
) -> GraphQLRequest:
    """Makes a request of its parameters.

    Raises:
        RequestRefused: ``BAD_REQUEST`` when one is of the wrong kind.
    """
    for name, kind, words in PARAMETERS:
        value = given.get(name)
        if value is not None and not isinstance(value, kind):
            raise RequestRefused(f"The parameter {name} must be {words}.", code=MALFORMED)
    return GraphQLRequest(
        given.get("query"),
        given.get("variables"),
        given.get("operationName"),
        given.get("extensions"),
        headers,
        only_queries,
    )


# ---- answering -------------------------------------------------------------------------------------------


def status_of(response: GraphQLResponse, media: str) -> int:
    """Chooses the HTTP status.

    ``application/json`` tells whatever befell a well-formed request with 200, as clients of it expect.
    """
    if response.has_data:
        return 294 if response.errors and media == GRAPHQL_JSON else 200
    if response.status != 400:
        return response.status
    codes = {error.get("extensions", {}).get("code") for error in response.errors}
    if media == GRAPHQL_JSON:
        return 422 if codes & UNPROCESSABLE else 400
    return 400 if codes & {MALFORMED, "JSON_INVALID"} else 200


def encode(value: object) -> bytes:
    """Returns a value as JSON."""
    return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)


def make_reply(response: GraphQLResponse, media: str) -> HttpReply:
    """Returns the reply that tells a response."""
    status = status_of(response, media)
    headers = {"content-type": f"{media}; charset=utf-8", **response.headers}
    if status == 405:
        headers["allow"] = "GET, POST" if _is_about_methods(response) else "POST"
    return HttpReply(status, headers, encode(response.as_dict()))


def refusal_response(refusal: RequestRefused) -> GraphQLResponse:
    """Returns the response that tells why a request is not run."""
    return GraphQLResponse(errors=refusal.all_errors(), has_data=False, status=refusal.status)


def not_allowed() -> RequestRefused:
    """Returns the refusal of an HTTP method."""
    return RequestRefused("Use POST, or GET for queries.", code="HTTP_METHOD_UNKNOWN", status=405)


def not_acceptable() -> RequestRefused:
    """Returns the refusal of a client that takes no media type of ours."""
    return RequestRefused(
        f"This address answers {GRAPHQL_JSON} and {JSON}.", code="NOT_ACCEPTABLE", status=406
    )


def too_large(limit: int) -> RequestRefused:
    """Returns the refusal of a body."""
    return RequestRefused(f"The body is larger than {limit} bytes.", code="BODY_TOO_LARGE", status=413)


def _is_about_methods(response: GraphQLResponse) -> bool:
    return any(error.get("extensions", {}).get("code") == "HTTP_METHOD_UNKNOWN" for error in response.errors)
