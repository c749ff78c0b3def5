"""Loading: from a source through a mapping into the lakehouse."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from symphonies.kernel import did_you_mean
from symphonies.platform.connectors.errors import MappingInvalidError, SourceNotFoundError
from symphonies.platform.connectors.mapping.compile import compile_table
from symphonies.platform.connectors.mapping.file import MappingFile, read_mapping
from symphonies.platform.connectors.readers.open import Opener, openers
from symphonies.platform.connectors.source import Source
from symphonies.platform.connectors.staging import StagedSource, staged_source
from symphonies.platform.lakehouse import (
    Company,
    Incoming,
    Lakehouse,
    LoadReport,
    Product,
    Refusal,
    TableUnknownError,
    load_company_file,
)

MAPPINGS = "*.mapping.yaml"
COMPANY = "company.yaml"


@dataclass(frozen=True)
class Loaded:
    """What became of all tables that were loaded together."""

    reports: tuple[LoadReport, ...]
    company: Company | None = None
    """The company, when a whole one was loaded."""
    dry_run: bool = False

    @property
    def landed(self) -> int:
        """Rows written, or that would be."""
        return sum(report.landed for report in self.reports)

    @property
    def ok(self) -> bool:
        """Whether every row was fit."""
        return self.quarantined == 0

    @property
    def quarantined(self) -> int:
        """Rows set aside, or that would be."""
        return sum(report.quarantined for report in self.reports)

    def lines(self) -> Iterator[str]:
        """Tell it to a person."""
        if self.company is not None:
            yield f"{self.company.name}, figures in {self.company.currency}, as of {self.company.as_of}."
        for report in self.reports:
            yield from report.lines()
        if self.dry_run:
            yield "Nothing was changed: this was a dry run."
        elif self.quarantined:
            rows = "1 row waits" if self.quarantined == 1 else f"{self.quarantined:,} rows wait"
            yield f"{rows} in quarantine; mend at the source and load again."

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def to_dict(self) -> dict[str, object]:
        """Return it as plain values, fit for JSON."""
        company = self.company.model_dump(mode="json") if self.company else None
        return {
            "company": company,
            "dry_run": self.dry_run,
            "landed": self.landed,
            "quarantined": self.quarantined,
            "loads": [report.to_dict() for report in self.reports],
        }


@dataclass(frozen=True)
class _How:
    """How tables are to be landed."""

    dry_run: bool
    refusal: Refusal
    as_of: date | None = None

    def land(self, lakehouse: Lakehouse, product: Product, table: str, rows: Incoming) -> LoadReport:
        return lakehouse.land_staged(
            product.id, table, rows, dry_run=self.dry_run, as_of=self.as_of, refusal=self.refusal
        )


def load(
    lakehouse: Lakehouse,
    product: str | None = None,
    *,
    place: str | None = None,
    mapping: Path | None = None,
    table: str | None = None,
    dry_run: bool = False,
    strict: bool = False,
) -> Loaded:
    """Load a source into the tables of a product.

    All tables of one file take effect together or not at all. A source that was loaded before changes
    nothing. Rows that break the contract are set aside; when not one of a table is fit, or with
    ``strict`` when a single one is not, nothing is loaded.

    Args:
        lakehouse: The prepared store.
        product: The product; by default the mapping's.
        place: A file, a folder or a database address; by default the mapping's source.
        mapping: The mapping file. Without one the columns must carry the names of the contract, and
            each file the name of its table.
        table: The one table to load; needed without a mapping when a file has another name.
        dry_run: Tell what would happen, and change nothing.
        strict: Load nothing when any row breaks the contract.

    Raises:
        RowsRefusedError: when too many rows break the contract.
        MappingInvalidError: when the mapping does not fit itself, the contract or the source.
        SourceNotFoundError, SourceEmptyError, SourceEncodingError, SourceUnreadableError,
        SourceUnsupportedError, SourceDriverMissingError: when the source cannot be read.
        ProductUnknownError, TableUnknownError, ColumnsMissingError: see `Lakehouse.land`.
    """
    how = _How(dry_run, Refusal.ANY if strict else Refusal.ALL)
    if mapping is not None:
        reports = _load_mapped(lakehouse, read_mapping(mapping), product, place, table, how)
    elif product is None or place is None:
        raise SourceNotFoundError(
            "Neither a mapping nor a product and a source are named.",
            hint="Name a mapping file, or a product and where its rows are.",
        )
    else:
        reports = _load_plain(lakehouse, lakehouse.product(product), place, table, how)
    return Loaded(tuple(reports), dry_run=dry_run)


def load_company(
    lakehouse: Lakehouse, folder: Path, *, dry_run: bool = False, strict: bool = False
) -> Loaded:
    """Load a whole company: ``company.yaml`` and every ``*.mapping.yaml`` beside it, by name.

    The store becomes that company's; each mapping names its own source.

    Raises:
        CompanyInvalidError: when ``company.yaml`` is missing or faulty.
        SourceNotFoundError: when there is no mapping.
        SymphonyError: whatever `load` raises for one of the mappings.
    """
    company = load_company_file(folder / COMPANY)
    files = [read_mapping(path) for path in sorted(folder.glob(MAPPINGS))]
    if not files:
        raise SourceNotFoundError(
            f"{folder} holds no {MAPPINGS}.",
            hint="Draft one by `symphonies map --suggest FILE --product NAME`.",
        )
    for file in files:
        _fits(lakehouse, file, None)
    if not dry_run:
        lakehouse.store_dir.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / COMPANY, lakehouse.store_dir / COMPANY)
        lakehouse.prepare(company)
    how = _How(dry_run, Refusal.ANY if strict else Refusal.ALL, company.as_of)
    reports = [report for file in files for report in _load_mapped(lakehouse, file, None, None, None, how)]
    return Loaded(tuple(reports), company if dry_run else lakehouse.company, dry_run)


def _fits(lakehouse: Lakehouse, file: MappingFile, product: str | None) -> Product:
    if product is not None and product != file.mapping.product:
        raise MappingInvalidError(
            f"{file.lines.where('product')}: the mapping is for "
            f"{file.mapping.product!r}, not for {product!r}.",
            hint="Load the product the mapping names, or change it.",
        )
    found = lakehouse.product(file.mapping.product)
    file.check_contract(found)
    return found


def _load_mapped(
    lakehouse: Lakehouse,
    file: MappingFile,
    product: str | None,
    place: str | None,
    table: str | None,
    how: _How,
) -> Iterator[LoadReport]:
    found = _fits(lakehouse, file, product)
    tables = file.mapping.tables
    if table is not None and table not in tables:
        raise TableUnknownError(
            f"{file.lines.path} maps no table {table!r}.", hint=did_you_mean(table, tables)
        )
    source = file.mapping.source.named(place) if place else file.mapping.source
    parts = openers(source, Path() if place else file.folder)
    grouped = next((name for name, one in tables.items() if one.group_by), None)
    if len(parts) > 1 and grouped and not source.combine:
        raise MappingInvalidError(
            f"{file.lines.where('tables', grouped, 'group_by')}: groups could reach over several files.",
            hint="Set `combine: true` under `source` to read the folder as one.",
        )
    for group in [parts] if source.combine else [[part] for part in parts]:
        with staged_source(lakehouse.engine, group) as staged:
            file.check_source(staged.types, lakehouse.engine, staged.table)
            yield from _land_together(
                lakehouse,
                found,
                staged,
                {
                    name: compile_table(tables[name], staged.table, staged.types)
                    for name in ([table] if table else tables)
                },
                how,
            )


def _land_together(
    lakehouse: Lakehouse, product: Product, staged: StagedSource, queries: Map[str, str], how: _How
) -> list[LoadReport]:
    reports: list[LoadReport] = []
    with lakehouse.engine.transaction():
        for table, query in queries.items():
            with lakehouse.engine.temporary(query) as rows:
                reports.append(how.land(lakehouse, product, table, staged.incoming(rows)))
    return reports


def _load_plain(
    lakehouse: Lakehouse, product: Product, place: str, table: str | None, how: _How
) -> Iterator[LoadReport]:
    source = Source().named(place)
    if source.url:
        if table is None:
            raise TableUnknownError(
                "A database needs the name of the table to load.",
                hint=f"Name one of: {', '.join(product.source_tables)}.",
            )
        source = source.model_copy(update={"table": table})
    parts: Sequence[Opener] = openers(source, Path())
    for part in parts:
        with staged_source(lakehouse.engine, [part]) as staged:
            name = table or _table_named(product, staged.name)
            yield how.land(lakehouse, product, name, staged.incoming(staged.table))


def _table_named(product: Product, file: str) -> str:
    stem = file.split(".", 1)[0]
    if stem not in product.source_tables:
        raise TableUnknownError(
            f"{file} is not named like a table of {product.id}.",
            hint=f"Name the table, or map the file. {did_you_mean(stem, product.source_tables)}",
        )
    return stem
