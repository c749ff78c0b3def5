"""Names of the store -> names of the graph."""

from __future__ import annotations

_UNCHANGED = ("series", "news", "data", "staff", "equipment")


def camel(name: str) -> str:
    """Return ``lower_snake`` as ``lowerCamel``; dots count as underscores."""
    first, *rest = name.replace(".", "_").split("_")
    return first + "".join(part.capitalize() for part in rest)


def pascal(name: str) -> str:
    """Return ``lower_snake`` as ``UpperCamel``."""
    return "".join(part.capitalize() for part in name.split("_"))


def lower_first(name: str) -> str:
    """Return ``UpperCamel`` as ``lowerCamel``."""
    return name[:1].lower() + name[1:]


def plural(name: str) -> str:
    """Return the English plural of a camel-case noun, by spelling; never the same word."""
    lower = name.lower()
    if lower.endswith(_UNCHANGED):
        return f"{name}List"
    if lower.endswith("y") and lower[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if lower.endswith(("s", "x", "z", "ch", "sh")) else f"{name}s"
