"""Why a change cannot be explained; each code has a page in ``docs/errors``."""

from __future__ import annotations

from symphonies.kernel import DeclarationError, SymphonyError


class ChangeEmptyError(SymphonyError):
    """There is no figure in one of the two periods."""

    code = "CHANGE_EMPTY"


class CascadeInvalidError(DeclarationError):
    """A declared cascade of metrics cannot be read as meant."""

    code = "CASCADE_INVALID"
