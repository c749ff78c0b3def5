"""The steps by which products write their sample rows, and the order they run in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pyarrow as pa

from symphonies.platform.samples.errors import SampleInvalidError, SampleNeedError
from symphonies.platform.samples.world import World

Tables = Mapping[str, pa.Table]


@dataclass(frozen=True)
class Step:
    """One part of a product's sample: what it takes from the board, leaves on it, and writes."""

    run: Callable[[World], Tables]
    """Returns table name -> rows; empty when the step only leaves something on the board."""
    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProductStep:
    """A step and the product it belongs to."""

    product: str
    step: Step

    @property
    def name(self) -> str:
        """``product.function``."""
        return f"{self.product}.{self.step.run.__name__}"


def load_steps(product: str, folder: Path) -> tuple[ProductStep, ...]:
    """Read the steps of a product's ``samples.py``; none when it has no such file.

    Raises:
        SampleInvalidError: The file does not run, or declares no ``STEPS``.
    """
    path = folder / "samples.py"
    if not path.exists():
        return ()
    spec = spec_from_file_location(f"symphonies_samples_{product}", path)
    if spec is None or spec.loader is None:
        raise SampleInvalidError(f"{path} cannot be read as Python", hint="It must be a .py file.")
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise SampleInvalidError(
            f"{path} failed while it was read: {type(error).__name__}: {error}",
            hint="Run the file with Python to see where.",
        ) from error
    steps = getattr(module, "STEPS", None)
    if not isinstance(steps, tuple) or not all(isinstance(step, Step) for step in steps):
        raise SampleInvalidError(
            f"{path} declares no STEPS", hint="Add STEPS = (Step(function, needs=(...), gives=(...)),)."
        )
    return tuple(ProductStep(product, step) for step in steps)


def order_steps(steps: Iterable[ProductStep]) -> tuple[ProductStep, ...]:
    """Return the steps such that each runs after all that give what it needs.

    Raises:
        SampleNeedError: A need is given by no step, or steps need each other in a circle.
    """
    every = tuple(steps)
    givers: dict[str, list[int]] = {}
    for place, step in enumerate(every):
        for name in step.step.gives:
            givers.setdefault(name, []).append(place)
    graph: dict[int, list[int]] = {}
    for place, step in enumerate(every):
        for name in step.step.needs:
            if name not in givers:
                raise SampleNeedError(
                    f"{step.name} needs {name!r}, which no step of the chosen products gives",
                    hint=f"Given are: {', '.join(sorted(givers)) or 'none'}. Add the product that gives it.",
                )
        graph[place] = sorted(giver for name in step.step.needs for giver in givers[name])
    try:
        return tuple(every[place] for place in TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " -> ".join(every[place].name for place in error.args[1])
        raise SampleNeedError(
            f"Sample steps need each other: {circle}", hint="Split one step in two."
        ) from error
