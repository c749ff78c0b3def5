"""What can go wrong with documents."""

from __future__ import annotations

from symphonies.kernel import NotFoundError, SymphonyError


class DocumentUnreadableError(SymphonyError):
    """A file is damaged, locked by a password, or not of the format its name says."""

    code = "DOCUMENT_UNREADABLE"


class DocumentEmptyError(SymphonyError):
    """A file holds no text: it is empty, or made of pictures of pages."""

    code = "DOCUMENT_EMPTY"


class DocumentUnsupportedError(SymphonyError):
    """A file has a format that is not read here."""

    code = "DOCUMENT_UNSUPPORTED"


class DocumentAccessInvalidError(SymphonyError):
    """What is declared of a document's readers cannot be read as meant."""

    code = "DOCUMENT_ACCESS_INVALID"


class DocumentUnknownError(NotFoundError):
    """There is no such document, or none that this principal may see."""

    code = "DOCUMENT_UNKNOWN"


class DocumentStoreError(SymphonyError):
    """The store of documents cannot be opened or does not answer."""

    code = "DOCUMENT_STORE_FAILED"
