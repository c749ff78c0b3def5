"""What can be wrong with a model."""

from __future__ import annotations

from symphonies.kernel import DeclarationError, SymphonyError


class ModelInvalidError(DeclarationError):
    """A model file cannot be read as one SELECT with a header."""

    code = "MODEL_INVALID"


class ModelReferenceUnknownError(DeclarationError):
    """A model reads a table that nobody declares."""

    code = "MODEL_REFERENCE_UNKNOWN"


class ModelReferenceUnpublishedError(DeclarationError):
    """A model reads a table that another product keeps to itself."""

    code = "MODEL_REFERENCE_UNPUBLISHED"


class ModelCycleError(DeclarationError):
    """Models read each other in a circle."""

    code = "MODEL_CYCLE"


class ModelContractMismatchError(SymphonyError):
    """The result of a model is not what its contract promises."""

    code = "MODEL_CONTRACT_MISMATCH"


class ModelFailedError(SymphonyError):
    """The engine could not compute a model."""

    code = "MODEL_FAILED"
