"""What a build did, step by step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from symphonies.kernel import SymphonyError
from symphonies.platform.lakehouse.building.plan import BuildStep, StepKind
from symphonies.platform.lakehouse.quality.results import CheckResult


class Outcome(StrEnum):
    """How a step ended."""

    DONE = "done"
    FAILED = "failed"
    """The table is as it was before."""
    SKIPPED = "skipped"
    """It needs a table whose model failed; its own is as it was before."""
    UP_TO_DATE = "up to date"


@dataclass(frozen=True)
class StepResult:
    """How one step ended."""

    step: BuildStep
    outcome: Outcome
    seconds: float = 0.0
    rows: int | None = None
    error: SymphonyError | None = None
    because: str | None = None
    """For skipped steps: the failed model behind it."""
    checks: tuple[CheckResult, ...] = ()
    """For check steps: what was found."""

    def to_dict(self) -> dict[str, object]:
        """Return the result as plain values."""
        error = self.error and {
            "code": self.error.code,
            "message": self.error.message,
            "hint": self.error.hint,
        }
        return {
            **self.step.to_dict(),
            "outcome": self.outcome.value,
            "seconds": round(self.seconds, 3),
            "rows": self.rows,
            "error": error,
            "because": self.because,
            "checks": [check.to_dict() for check in self.checks if not check.passed],
        }

    def line(self) -> str:
        """Return the result for people."""
        head = f"{self.step.kind:<7} {self.step.table}: {self.outcome}"
        if self.outcome is Outcome.SKIPPED:
            return f"{head}, because {self.because} failed"
        if self.error is not None:
            return f"{head}: {self.error}"
        rows = "" if self.rows is None else f", {self.rows:,} row{'s'[: self.rows != 1]}"
        return f"{head} ({self.step.why}){rows}, {self.seconds:.2f} s"


@dataclass(frozen=True)
class BuildReport:
    """What a build did."""

    results: tuple[StepResult, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether every step that had to run was done."""
        return not any(result.outcome in {Outcome.FAILED, Outcome.SKIPPED} for result in self.results)

    @property
    def exit_code(self) -> int:
        """0 if all is done, else 1."""
        return 0 if self.ok else 1

    @property
    def failed(self) -> tuple[StepResult, ...]:
        """Steps that failed, in the order in which they ran."""
        return tuple(result for result in self.results if result.outcome is Outcome.FAILED)

    def tables(self, kind: StepKind, outcome: Outcome) -> tuple[str, ...]:
        """Return the tables of the steps of one kind that ended one way."""
        return tuple(
            result.step.table
            for result in self.results
            if result.step.kind is kind and result.outcome is outcome
        )

    def to_dict(self) -> dict[str, object]:
        """Return the report as plain values."""
        return {
            "ok": self.ok,
            "seconds": round(self.seconds, 3),
            "results": [result.to_dict() for result in self.results],
        }

    def lines(self) -> list[str]:
        """Return the report for people: what ran, what broke a promise, and a sum."""
        lines = [result.line() for result in self.results if result.outcome is not Outcome.UP_TO_DATE]
        for result in self.results:
            lines += [f"  {check.severity}: {check.sentence}" for check in result.checks if not check.passed]
        counted = Counter(result.outcome.value for result in self.results)
        total = ", ".join(f"{count} {outcome}" for outcome, count in counted.items()) or "nothing to do"
        return [*lines, f"Build: {total} in {self.seconds:.1f} s."]
