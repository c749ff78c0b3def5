"""The forms in which parts of an answer are sent, as plain JSON objects."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol

from symphonies.federation.request import GraphQLResponse

from .by_id import PartsById
from .by_path import PartsByPath
from .parts import FirstPart, LaterParts

BY_PATH = "deferSpec=20220824"
"""Parts carry their path: what most clients understand.

Source: specs.apollo.dev/incremental/v0.1, the 2022-08-24 state of the GraphQL incremental delivery proposal.
"""
BY_ID = "incrementalSpec=v0.2"
"""Parts are announced under an id, fulfilled and completed: the current proposal.

Source: specs.apollo.dev/incremental/v0.2, graphql-spec pull request 1110.
"""


class Form(Protocol):
    """Turns the parts of one answer into payloads, in the order they come."""

    def first(self, part: FirstPart) -> dict[str, Any]:
        """Returns the first payload."""
        ...

    def later(self, parts: LaterParts) -> dict[str, Any]:
        """Returns a further payload."""
        ...


FORMS: dict[str, Callable[[], Form]] = {
    BY_PATH: PartsByPath,
    BY_ID: PartsById,
    "incrementalSpec=v0.1": PartsByPath,
}


def chosen_form(accept: str | None) -> str | None:
    """Returns the form that an ``Accept`` header asks for, None when it takes only whole answers.

    ``multipart/mixed`` without a form means parts by path. The first form listed is taken; a client that
    refuses one (``q=0``) is believed.

    Args:
        accept: the header.
    """
    for media_range in (accept or "").split(","):
        media, *parameters = (
            word.strip().replace('"', "").replace(" ", "") for word in media_range.split(";")
        )
        if media.lower() != "multipart/mixed" or _is_refused(parameters):
            continue
        specified = [p for p in parameters if p.partition("=")[0].lower() in {"deferspec", "incrementalspec"}]
        if not specified:
            if not any(p.lower().startswith("subscriptionspec=") for p in parameters):
                return BY_PATH
            continue
        found = next((form for form in FORMS if form.lower() == specified[0].lower()), None)
        if found is not None:
            return found
    return None


def _is_refused(parameters: list[str]) -> bool:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.lower() == "q":
            try:
                return float(value) <= 0
            except ValueError:
                return True
    return False


async def payloads(
    answers: AsyncIterator[GraphQLResponse | FirstPart | LaterParts], form: str = BY_PATH
) -> AsyncIterator[dict[str, Any]]:
    """Turns what a gateway streams into JSON objects.

    Args:
        answers: whole answers, or a first part and later ones.
        form: how parts are written, as ``chosen_form`` returns it.
    """
    shape = FORMS[form]()
    async for answer in answers:
        if isinstance(answer, GraphQLResponse):
            yield answer.as_dict()
        elif isinstance(answer, FirstPart):
            yield shape.first(answer)
        else:
            yield shape.later(answer)
