"""Merging the arguments of a field: only what every subgraph takes can be given."""

from __future__ import annotations

from collections.abc import Sequence

from graphql import NonNullTypeNode, TypeNode, print_ast

from symphonies.federation.subgraph import ExpandedSubgraph, InputValue

from .field_source import FieldSource
from .merged import MergedInput
from .scene import Scene, description_of, list_names
from .types import narrowest, text


def merge_arguments(scene: Scene, label: str, sources: Sequence[FieldSource]) -> list[MergedInput]:
    """Merges the arguments of the subgraphs that answer a field."""
    names = dict.fromkeys(name for s in sources for name in s.field.arguments)
    given = [name for name in names if not _is_contextual(scene, label, name, sources)]
    merged = (_merge_argument(scene, label, name, sources) for name in given)
    return [argument for argument in merged if argument is not None]


def _is_contextual(scene: Scene, label: str, name: str, sources: Sequence[FieldSource]) -> bool:
    """Returns whether an argument is filled from a context; clients cannot give it then."""
    having = [(s, s.field.arguments[name]) for s in sources if name in s.field.arguments]
    plain = [(s.subgraph, a) for s, a in having if not a.has("fromContext")]
    if len(plain) == len(having):
        return False
    code = "CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS"
    required = [(s, a) for s, a in plain if isinstance(a.type, NonNullTypeNode) and a.default is None]
    if required:
        message = (
            f'Argument "{label}({name}:)" is contextual in some subgraphs but required from clients in '
            "others."
        )
        scene.fail(code, message, *required)
    elif plain:
        message = (
            f'Argument "{label}({name}:)" is contextual in some subgraphs, and is left out of the supergraph.'
        )
        scene.hint(code, message, *plain)
    return True


def _merge_argument(
    scene: Scene, label: str, name: str, sources: Sequence[FieldSource]
) -> MergedInput | None:
    having = [(s, s.field.arguments[name]) for s in sources if name in s.field.arguments]
    if len(having) < len(sources):
        _missing_somewhere(scene, f"{label}({name}:)", having, sources)
        return None
    place = f"{label}({name}:)"
    elements = [(s.subgraph, a) for s, a in having]
    return MergedInput(
        name=name,
        type=text(merge_type(scene, "FIELD_ARGUMENT_TYPE_MISMATCH", f'argument "{place}"', elements)),
        default=merge_default(scene, "FIELD_ARGUMENT_DEFAULT_MISMATCH", f'Argument "{place}"', elements),
        description=description_of(elements),
        directives=scene.merged_directives(elements),
    )


def _missing_somewhere(
    scene: Scene, place: str, having: Sequence[tuple[FieldSource, InputValue]], sources: Sequence[FieldSource]
) -> None:
    required = [(s, a) for s, a in having if isinstance(a.type, NonNullTypeNode) and a.default is None]
    missing = [s.name for s in sources if all(s is not other for other, _ in having)]
    if required:
        scene.fail(
            "REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH",
            f'Argument "{place}" is required in some subgraphs but does not appear in all subgraphs: it '
            "is missing "
            f"in {', '.join(missing)}",
            *((s.subgraph, a) for s, a in required),
        )
    else:
        scene.hint(
            "INCONSISTENT_ARGUMENT_PRESENCE",
            f'Optional argument "{place}" is left out of the supergraph: {list_names(missing)} '
            f"{'does' if len(missing) == 1 else 'do'} not define it.",
            *((s.subgraph, a) for s, a in having),
        )


def merge_type(
    scene: Scene, code: str, what: str, elements: Sequence[tuple[ExpandedSubgraph, InputValue]]
) -> TypeNode:
    """Returns the type whose values every subgraph takes; of the first, with an error, if there is none."""
    merged = narrowest([value.type for _, value in elements])
    if merged is not None:
        return merged
    found = ", ".join(f'type "{text(value.type)}" in subgraph "{s.name}"' for s, value in elements)
    scene.fail(code, f"Type of {what} is incompatible across subgraphs: it has {found}", *elements)
    return elements[0][1].type


def merge_default(
    scene: Scene, code: str, what: str, elements: Sequence[tuple[ExpandedSubgraph, InputValue]]
) -> str | None:
    """Returns the default value all subgraphs agree on, and records when they do not."""
    defaults = [print_ast(value.default) if value.default is not None else None for _, value in elements]
    given = set(defaults) - {None}
    if len(given) > 1:
        scene.fail(
            code, f"{what} has incompatible default values across subgraphs: {_shown(defaults)}", *elements
        )
    elif len(set(defaults)) > 1:
        with_it = [s.name for (s, _), default in zip(elements, defaults, strict=True) if default is not None]
        scene.hint(
            "INCONSISTENT_DEFAULT_VALUE_PRESENCE",
            f"{what} has the default value {_shown(sorted(given, key=str))} in {list_names(with_it)} "
            "only, and "
            "none in the supergraph.",
            *elements,
        )
        return None
    return defaults[0]


def _shown(defaults: Sequence[str | None]) -> str:
    return ", ".join(default or "none" for default in dict.fromkeys(defaults))
