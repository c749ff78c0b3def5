"""The lakehouse: contracts, the store behind the engine port, landing, models, quality, lineage."""

from symphonies.platform.lakehouse.adapters.duckdb import DuckDBEngine
from symphonies.platform.lakehouse.building.plan import BuildPlan, BuildStep, StepKind
from symphonies.platform.lakehouse.building.project import Project, load_project
from symphonies.platform.lakehouse.building.report import BuildReport, Outcome, StepResult
from symphonies.platform.lakehouse.catalog.odcs import to_odcs
from symphonies.platform.lakehouse.company import Company, DatedCompany, load_company_file
from symphonies.platform.lakehouse.contracts.contract import (
    Access,
    Column,
    ColumnType,
    Contract,
    Owner,
    Privacy,
    Rule,
    Severity,
    Table,
)
from symphonies.platform.lakehouse.contracts.declaration import Declaration, read_declaration
from symphonies.platform.lakehouse.contracts.product import (
    Product,
    discover_products,
    find_product,
    load_contract,
    load_product,
)
from symphonies.platform.lakehouse.engine.names import ROW, quoted, text
from symphonies.platform.lakehouse.engine.types import ARROW_TYPES, SQL_TYPES
from symphonies.platform.lakehouse.errors import (
    ColumnsMissingError,
    CompanyInvalidError,
    ContractChangedError,
    ContractInvalidError,
    EngineFailedError,
    EngineLockedError,
    ProductUnknownError,
    RowsRefusedError,
    StoreNotFoundError,
    StoreUnwritableError,
    TableUnknownError,
)
from symphonies.platform.lakehouse.lakehouse import Lakehouse
from symphonies.platform.lakehouse.landing.cast import cast_to, text_of
from symphonies.platform.lakehouse.landing.checks import countries, currencies
from symphonies.platform.lakehouse.landing.estimates import Estimate, Told
from symphonies.platform.lakehouse.landing.incoming import BROKEN, FOUND, Incoming
from symphonies.platform.lakehouse.landing.report import LoadReport, Reason, Refusal
from symphonies.platform.lakehouse.lineage.edges import EdgeKind, LineageEdge
from symphonies.platform.lakehouse.modelling.model import ResolvedModel
from symphonies.platform.lakehouse.ports import Capabilities, Engine
from symphonies.platform.lakehouse.quality.results import CheckResult
from symphonies.platform.lakehouse.quality.status import ProductStatus, Trust
from symphonies.platform.lakehouse.settings import LakehouseSettings, find_store, make_store, open_engine

__all__ = [
    "ARROW_TYPES",
    "BROKEN",
    "FOUND",
    "ROW",
    "SQL_TYPES",
    "Access",
    "BuildPlan",
    "BuildReport",
    "BuildStep",
    "Capabilities",
    "CheckResult",
    "Column",
    "ColumnType",
    "ColumnsMissingError",
    "Company",
    "CompanyInvalidError",
    "Contract",
    "ContractChangedError",
    "ContractInvalidError",
    "DatedCompany",
    "Declaration",
    "DuckDBEngine",
    "EdgeKind",
    "Engine",
    "EngineFailedError",
    "EngineLockedError",
    "Estimate",
    "Incoming",
    "Lakehouse",
    "LakehouseSettings",
    "LineageEdge",
    "LoadReport",
    "Outcome",
    "Owner",
    "Privacy",
    "Product",
    "ProductStatus",
    "ProductUnknownError",
    "Project",
    "Reason",
    "Refusal",
    "ResolvedModel",
    "RowsRefusedError",
    "Rule",
    "Severity",
    "StepKind",
    "StepResult",
    "StoreNotFoundError",
    "StoreUnwritableError",
    "Table",
    "TableUnknownError",
    "Told",
    "Trust",
    "cast_to",
    "countries",
    "currencies",
    "discover_products",
    "find_product",
    "find_store",
    "load_company_file",
    "load_contract",
    "load_product",
    "load_project",
    "make_store",
    "open_engine",
    "quoted",
    "read_declaration",
    "text",
    "text_of",
    "to_odcs",
]
