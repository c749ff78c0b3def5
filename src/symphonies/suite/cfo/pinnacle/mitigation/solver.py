"""A quiet HiGHS with an end in sight."""

from __future__ import annotations

from typing import Any

GAP, NODES, SECONDS = 1e-2, 40, 10.0
"""A count of nodes ends the search at the same plan on every machine; the time is a last resort."""


def open_solver() -> Any:
    """Return a solver that writes nothing and stops when a plan is good enough."""
    import highspy

    class Quiet(highspy.Highs):
        """Silent before its first word: standard output may be read by a program."""

        def enableCallbacks(self) -> Any:  # noqa: N802
            self.silent()
            return super().enableCallbacks()

    solver = Quiet()
    options = {"mip_rel_gap": GAP, "mip_max_nodes": NODES, "time_limit": SECONDS, "threads": 1}
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver
