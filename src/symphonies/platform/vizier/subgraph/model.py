"""``Query.vizierModel``: whose words and readings there may be besides the product's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from symphonies.platform.llm import ChatModel
from symphonies.platform.vizier.subgraph.context import Context

MODEL = "model"
"""Key of the request's extras: the `ChatModel`, or None."""

SDL = """
type Query {
  "The language model that helps; without one everything is made here."
  vizierModel: VizierModel!
}

"A language model."
type VizierModel {
  "none, anthropic, google, openai or compatible."
  kind: ID!
  "Its name at its provider; null where there is none."
  name: String
  "Whether what it is told leaves the house."
  external: Boolean!
}
"""


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {"Query": {"vizierModel": _model}}


async def _model(_source: object, info: Any) -> dict[str, Any]:
    context: Context = info.context
    model: ChatModel | None = context.extras.get(MODEL)
    if model is None:
        return {"kind": "none", "name": None, "external": False}
    return {"kind": model.kind, "name": model.name, "external": model.external}
