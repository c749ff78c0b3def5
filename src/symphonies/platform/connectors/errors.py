"""What can go wrong between a source and the lakehouse."""

from __future__ import annotations

from symphonies.kernel import DeclarationError, SymphonyError


class SourceNotFoundError(SymphonyError):
    """A file, folder or table to read from does not exist."""

    code = "SOURCE_NOT_FOUND"


class SourceEmptyError(SymphonyError):
    """A source holds no rows."""

    code = "SOURCE_EMPTY"


class SourceEncodingError(SymphonyError):
    """A text file is not in the encoding it is said to be in."""

    code = "SOURCE_ENCODING"


class SourceUnreadableError(SymphonyError):
    """A source cannot be read as the format it is said to have."""

    code = "SOURCE_UNREADABLE"


class SourceUnsupportedError(SymphonyError):
    """A source has a format nothing here reads."""

    code = "SOURCE_UNSUPPORTED"


class SourceDriverMissingError(SymphonyError):
    """The driver of a database is not installed."""

    code = "SOURCE_DRIVER_MISSING"


class MappingInvalidError(DeclarationError):
    """A mapping cannot be read as meant, or names what the source or the contract does not have."""

    code = "MAPPING_INVALID"
