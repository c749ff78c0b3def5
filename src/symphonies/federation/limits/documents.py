"""Documents known by hash: a fixed allow-list, and automatic persisted queries."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

from symphonies.federation.errors import RequestRefused
from symphonies.federation.request import GraphQLRequest


def hash_of(text: str) -> str:
    """Returns the hexadecimal SHA-256 of a document's text, the name it is persisted under."""
    return hashlib.sha256(text.encode()).hexdigest()


class PersistedDocuments:
    """Finds the text of a request.

    Args:
        trusted: documents that are known from the start.
        only_trusted: refuse every text that is not among them.
        remember: how many texts sent with their hash are remembered; 0 switches automatic persistence off.
    """

    def __init__(
        self, trusted: Iterable[str] = (), *, only_trusted: bool = False, remember: int = 1000
    ) -> None:
        self._trusted: Mapping[str, str] = {hash_of(text): text for text in trusted}
        self._only_trusted = only_trusted
        self._remember = 0 if only_trusted else remember
        self._remembered: OrderedDict[str, str] = OrderedDict()

    def text_of(self, request: GraphQLRequest) -> str:
        """Returns the document a request means.

        Raises:
            RequestRefused: ``PERSISTED_QUERY_NOT_FOUND``, ``PERSISTED_QUERY_MISMATCH``,
                ``DOCUMENT_NOT_TRUSTED`` or ``BAD_REQUEST``.
        """
        named = self._named(request.extensions)
        if request.query is None:
            if named is None:
                raise RequestRefused("The request has no query.", code="BAD_REQUEST")
            return self._find(named)
        if named is not None and hash_of(request.query) != named:
            raise RequestRefused("The hash is not that of the query.", code="PERSISTED_QUERY_MISMATCH")
        if self._only_trusted:
            if hash_of(request.query) not in self._trusted:
                raise RequestRefused(
                    "Only documents of the allow-list are served.", code="DOCUMENT_NOT_TRUSTED", status=403
                )
        elif named is not None:
            self._keep(named, request.query)
        return request.query

    @staticmethod
    def _named(extensions: Mapping[str, Any] | None) -> str | None:
        persisted = (extensions or {}).get("persistedQuery")
        if persisted is None:
            return None
        given = persisted.get("sha256Hash") if isinstance(persisted, Mapping) else None
        if not isinstance(given, str) or persisted.get("version") != 1:
            raise RequestRefused("extensions.persistedQuery is not of version 1.", code="BAD_REQUEST")
        return given.lower()

    def _find(self, named: str) -> str:
        text = self._trusted.get(named) or self._remembered.get(named)
        if text is None:
            # clients recognise this very message and send the text along
            raise RequestRefused("PersistedQueryNotFound", code="PERSISTED_QUERY_NOT_FOUND")
        return text

    def _keep(self, named: str, text: str) -> None:
        if self._remember:
            self._remembered[named] = text
            self._remembered.move_to_end(named)
            while len(self._remembered) > self._remember:
                self._remembered.popitem(last=False)

    def __len__(self) -> int:
        return len(self._trusted) + len(self._remembered)
