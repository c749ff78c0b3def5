"""A quiet HiGHS."""

from __future__ import annotations

from typing import Any


def open_solver() -> Any:
    """Return a solver of linear programmes that writes nothing."""
    import highspy

    class Quiet(highspy.Highs):
        """Silent before its first word: standard output may be read by a program."""

        def enableCallbacks(self) -> Any:  # noqa: N802
            self.silent()
            return super().enableCallbacks()

    solver = Quiet()
    solver.setOptionValue("threads", 1)
    return solver
