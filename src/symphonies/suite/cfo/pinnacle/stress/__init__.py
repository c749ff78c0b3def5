"""Stress: severe but plausible scenarios, and what it would take to breach."""

from symphonies.suite.cfo.pinnacle.stress.library import (
    ReverseStress,
    Stress,
    find_stress,
    levers_of,
    reverse_stress,
    stress_library,
)

__all__ = ["ReverseStress", "Stress", "find_stress", "levers_of", "reverse_stress", "stress_library"]
