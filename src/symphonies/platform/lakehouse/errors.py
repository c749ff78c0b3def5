"""What can go wrong in the lakehouse, told with where and how to mend."""

from __future__ import annotations

from symphonies.kernel import DeclarationError, NotFoundError, SymphonyError


class ContractInvalidError(DeclarationError):
    """A ``product.yaml`` cannot be read as a contract, or names what does not exist."""

    code = "CONTRACT_INVALID"


class ContractChangedError(SymphonyError):
    """A contract no longer fits the tables the store already holds."""

    code = "CONTRACT_CHANGED"


class CompanyInvalidError(DeclarationError):
    """A ``company.yaml`` cannot be read as meant."""

    code = "COMPANY_INVALID"


class ProductUnknownError(NotFoundError):
    """A product was asked for that is not installed."""

    code = "PRODUCT_UNKNOWN"


class TableUnknownError(NotFoundError):
    """A table was asked for that the contract does not declare, or that is computed, not landed."""

    code = "TABLE_UNKNOWN"


class ColumnsMissingError(SymphonyError):
    """What is to be landed lacks a column the contract requires."""

    code = "COLUMNS_MISSING"


class RowsRefusedError(SymphonyError):
    """Rows break the contract, and the load was to take effect only without such rows."""

    code = "ROWS_REFUSED"


class StoreNotFoundError(NotFoundError):
    """A store was named where there is none."""

    code = "STORE_NOT_FOUND"


class StoreUnwritableError(SymphonyError):
    """The folder of a store cannot be made, or nothing can be changed in it."""

    code = "STORE_UNWRITABLE"


class EngineLockedError(SymphonyError):
    """Another process owns the store."""

    code = "ENGINE_LOCKED"
    retryable = True


class EngineFailedError(SymphonyError):
    """The engine refused a statement; ``facts['detail']`` holds its own words."""

    code = "ENGINE_FAILED"
