"""The sample company as a whole: its settings, its tables, and what was planted in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from symphonies.platform.samples.papers import Paper
from symphonies.platform.samples.plants import Plant
from symphonies.platform.samples.steps import load_steps, order_steps
from symphonies.platform.samples.world import World

AS_OF = date(2026, 10, 31)
"""The day on which the sample company stands unless another is asked for."""
PERSONAS = Path(__file__).with_name("personas.yaml")
"""The people of the sample company."""


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


class ProductFolder(Protocol):
    """What is needed of a product: its id and its folder."""

    @property
    def contract(self) -> _Identified:
        """Whatever carries the product's id."""
        ...

    @property
    def path(self) -> Path:
        """The folder that may hold ``samples.py``."""
        ...


class SampleCompany:
    """The rows of every product of one invented group, coherent across products.

    The same seed, scale and day give the same bits, whichever engine reads them.
    """

    def __init__(
        self, products: Sequence[ProductFolder], *, seed: int = 7, scale: float = 1.0, as_of: date = AS_OF
    ) -> None:
        """Choose the company.

        Args:
            products: The products to write; one without ``samples.py`` stays empty.
            seed: Whatever it is, the company is another.
            scale: 1 is about a million rows; amounts of the group stay the same at every scale.
            as_of: The last day of the history.

        Raises:
            SampleInvalidError: A ``samples.py`` cannot be used.
            SampleNeedError: A step needs what nothing gives.
        """
        self._world = World(seed=seed, scale=scale, as_of=as_of)
        loaded = (step for product in products for step in load_steps(product.contract.id, product.path))
        self._steps = order_steps(loaded)

    def tables(self) -> Iterator[tuple[str, str, pa.Table]]:
        """Yield product, table name and rows, table by table; to be run once."""
        for step in self._steps:
            for name, rows in step.step.run(self._world).items():
                yield step.product, name, rows

    @property
    def planted(self) -> tuple[Plant, ...]:
        """What was planted; complete once the tables have been run through."""
        return tuple(self._world.planted)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Contracts, policies and minutes that agree with the rows; complete as ``planted`` is."""
        return self._world.all("papers")

    @property
    def settings(self) -> dict[str, object]:
        """What ``company.yaml`` says of this company."""
        return company_settings(self._world.calendar.as_of.item())


def company_settings(as_of: date = AS_OF) -> dict[str, object]:
    """Return the contents of ``company.yaml`` for the sample company."""
    return {
        "name": "Demo Bank",
        "currency": "EUR",
        "as_of": as_of,
        "fiscal_year_start_month": 1,
        "calendar": "calendar",
        "sample": True,
    }


def generate(
    products: Sequence[ProductFolder], *, seed: int = 7, scale: float = 1.0, as_of: date = AS_OF
) -> Iterator[tuple[str, str, pa.Table]]:
    """Yield product, table name and rows of a :class:`SampleCompany`."""
    return SampleCompany(products, seed=seed, scale=scale, as_of=as_of).tables()
