"""What can go wrong between a product contract, its schema and a question to it."""

from __future__ import annotations

from symphonies.kernel import DeclarationError, ForbiddenError, NotFoundError, SymphonyError


class GraphNameTakenError(DeclarationError):
    """Two contracts give the same name to things of the graph, or one takes a name of the platform."""

    code = "GRAPH_NAME_TAKEN"


class ArgumentInvalidError(SymphonyError):
    """An argument of a field has a value that cannot be used."""

    code = "ARGUMENT_INVALID"


class CursorInvalidError(SymphonyError):
    """A paging cursor was not made by this list with this sorting."""

    code = "CURSOR_INVALID"


class FieldMaskedError(ForbiddenError):
    """A column is hidden from the principal: it can be neither read nor used to filter or sort."""

    code = "FIELD_MASKED"


class OperationInvalidError(SymphonyError):
    """An operation sent to a subgraph does not fit its schema."""

    code = "OPERATION_INVALID"


class EntityUnknownError(NotFoundError):
    """A representation names a type this subgraph does not have."""

    code = "ENTITY_UNKNOWN"
