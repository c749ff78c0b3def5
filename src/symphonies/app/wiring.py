"""The composition root: every part of one instance, put together from its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from symphonies.app.apart import Loan
from symphonies.app.settings import Settings
from symphonies.kernel import Clock, NotFoundError, SystemClock, did_you_mean
from symphonies.platform.jobs import Jobs, open_jobs
from symphonies.platform.lakehouse import (
    DatedCompany,
    Lakehouse,
    LineageEdge,
    Product,
    discover_products,
    open_engine,
)
from symphonies.platform.llm import ChatModel, open_chat
from symphonies.platform.records import Records, open_records
from symphonies.platform.retrieval import Library, open_library
from symphonies.platform.security import (
    ColumnResource,
    Decide,
    Matter,
    PolicyStore,
    Principal,
    Ruling,
    Scope,
    TableResource,
    load_principals,
)
from symphonies.platform.semantics import Catalog, SemanticLayer, load_catalog

COMPANY_FILE = "company.yaml"
PERSONAS_FILE = "personas.yaml"
POLICIES_FOLDER = "policies"


@dataclass
class Instance:
    """One company's product: its store, its catalogue, its people."""

    settings: Settings
    products: tuple[Product, ...]
    lakehouse: Lakehouse
    clock: Clock
    desks: dict[str, Any] = field(default_factory=dict)
    """What answers for each symphony, by symphony, once it is opened."""
    workers: list[Callable[[], None]] = field(default_factory=list)
    """Each begins to do jobs in this process; called when one is asked for."""
    chores: list[Callable[[], None]] = field(default_factory=list)
    """What a server does before anybody needs it."""

    @cached_property
    def company(self) -> DatedCompany:
        """Whose figures these are."""
        return self.lakehouse.company

    @cached_property
    def catalog(self) -> Catalog:
        """The metrics of all products."""
        return load_catalog(self.products)

    @cached_property
    def semantics(self) -> SemanticLayer:
        """Answers metric queries."""
        return SemanticLayer(self.catalog, self.lakehouse.engine, self.company)

    @cached_property
    def records(self) -> Records:
        """What people decide and keep."""
        return open_records(self.settings.records, self.settings.lakehouse.store, self.clock)

    @cached_property
    def jobs(self) -> Jobs:
        """Long work, whoever does it."""
        return open_jobs(self.settings.jobs, self.settings.lakehouse.store)

    @cached_property
    def chat(self) -> ChatModel | None:
        """The language model; None where none is configured."""
        return open_chat(self.settings.llm, self.records, self.clock)

    @cached_property
    def library(self) -> Library:
        """Private documents."""
        return open_library(self.settings.retrieval, self.settings.lakehouse.store, self.clock)

    @property
    def loan(self) -> Loan:
        """What is handed to work in a process of its own."""
        settings = self.settings
        return Loan(settings.learning, settings.lakehouse.store, self.clock, self.company)

    @cached_property
    def policies(self) -> PolicyStore:
        """The default policies, and those of the store."""
        own = self.settings.lakehouse.store / POLICIES_FOLDER
        return PolicyStore.load([own] if own.is_dir() else [], self.resources)

    @cached_property
    def resources(self) -> Mapping[str, TableResource]:
        """What the policies decide about: every declared table, by ``product.table``."""
        return table_resources(self.products)

    @cached_property
    def principals(self) -> Mapping[str, Principal]:
        """Who may be at the screen, by id; the first is the default."""
        people = load_principals(self.settings.lakehouse.store / PERSONAS_FILE)
        return {person.id: person for person in people}

    def principal(self, name: str | None = None) -> Principal:
        """Return who is at the screen; the first persona when no name is given.

        Raises:
            NotFoundError: there is no such persona.
        """
        return _chosen(self.principals, name)

    def scope(self, principal: Principal) -> Scope:
        """Return what a principal may see."""
        return self.policies.scope(principal, self.resources)

    def rule(self, principal: Principal, act: Decide, matter: Matter) -> Ruling:
        """Return whether a principal may do something about a recommendation."""
        return self.policies.rule(principal, act, matter, self.resources)

    def metric_lineage(self, metric_id: str) -> tuple[LineageEdge, ...]:
        """Return the hops from a metric's fact columns back to source columns and files, each once.

        Raises:
            MetricUnknownError: there is no such metric.
        """
        edges = {
            edge: None
            for leaf in self.catalog.leaf_metrics(metric_id)
            for column in (leaf.measure.columns if leaf.measure else ())
            for edge in self.lakehouse.lineage(leaf.fact or "", column)
        }
        return tuple(edges)

    def close(self) -> None:
        """Let go of the store."""
        if "chat" in self.__dict__ and self.chat is not None:
            self.chat.close()
        if "jobs" in self.__dict__:
            self.jobs.close()
        if "records" in self.__dict__:
            self.records.close()
        if "library" in self.__dict__:
            self.library.close()
        self.lakehouse.engine.close()


def open_instance(settings: Settings, clock: Clock | None = None) -> Instance:
    """Open the store and make it ready for use.

    Raises:
        EngineLockedError: another process owns the store.
        StoreUnwritableError: nothing can be written to the store.
        ContractInvalidError: a product's contract cannot be read as meant.
    """
    clock = clock or SystemClock()
    products = discover_products(settings.products)
    lakehouse = Lakehouse(open_engine(settings.lakehouse), products, settings.lakehouse.store, clock)
    if not settings.lakehouse.read_only:
        lakehouse.prepare()
    return Instance(settings, products, lakehouse, clock)


def table_resources(products: tuple[Product, ...]) -> dict[str, TableResource]:
    """Return every declared table as the policies know it."""
    return {
        f"{product.id}.{name}": TableResource(
            product=product.id,
            table=name,
            columns={
                column_name: ColumnResource(
                    column.type.value, column.privacy.value, column.personal, column.required
                )
                for column_name, column in table.columns.items()
            },
            audience=product.contract.access.audience,
        )
        for product in products
        for name, table in product.contract.tables.items()
    }


def find_principal(settings: Settings, name: str | None = None) -> Principal:
    """Return who is at the screen without opening the store; the first persona when no name is given.

    Raises:
        NotFoundError: there is no such persona.
    """
    people = load_principals(settings.lakehouse.store / PERSONAS_FILE)
    return _chosen({person.id: person for person in people}, name)


def _chosen(people: Mapping[str, Principal], name: str | None) -> Principal:
    if name is None:
        return next(iter(people.values()))
    if name not in people:
        raise NotFoundError(f"There is no persona {name!r}.", hint=did_you_mean(name, people))
    return people[name]
