"""Merging one field of an object or interface across subgraphs."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.federation.subgraph import InputValue
from symphonies.federation.subgraph.contexts import read_use

from .field_source import FieldSource
from .merge_argument import merge_arguments
from .merged import MergedField
from .scene import Scene, context_name, description_of, list_names, quoted
from .types import text, widest


def merge_field(scene: Scene, sources: Sequence[FieldSource], holders: int) -> MergedField | None:
    """Merges a field.

    Args:
        scene: the composition.
        sources: the field where it is defined.
        holders: how many subgraphs have the type.
    """
    label = f"{sources[0].type.name}.{sources[0].field.name}"
    answering = [s for s in sources if not s.field.external and not s.overridden]
    if not answering:
        is_taken = any(s.field.has("override") for s in sources)
        if (
            any(s.field.external for s in sources)
            and not is_taken
            and not _comes_from_interface(scene, sources)
        ):
            _missing_on_base(scene, label, sources)
        return None
    if _is_concrete(sources):
        provided = [s for s in sources if s.field.external and scene.is_provided(s.subgraph, label)]
        _check_sharing(scene, label, answering, provided)
    _check_externals(scene, label, sources, answering)
    typed = [s for s in sources if s in answering or s.used_overridden]
    merged_type = widest([s.field.type for s in typed], scene.is_named_subtype)
    if merged_type is None:
        _type_mismatch(scene, label, answering)
        merged_type = answering[0].field.type
    elements = [(s.subgraph, s.field) for s in sources if not s.overridden or s.used_overridden]
    described = description_of(elements) or description_of((s.subgraph, s.field) for s in sources)
    return MergedField(
        name=sources[0].field.name,
        type=text(merged_type),
        arguments=merge_arguments(scene, label, answering),
        description=described,
        joins=_joins(scene, sources, holders),
        directives=scene.merged_directives(elements),
    )


def _comes_from_interface(scene: Scene, sources: Sequence[FieldSource]) -> bool:
    """Returns whether an interface object elsewhere answers the field for every implementation."""
    interfaces = {i for s in sources for i in s.type.interfaces}
    name = sources[0].field.name
    return any(
        type_.is_interface_object and name in type_.fields
        for interface in interfaces
        for _, type_ in scene.sources(interface)
    )


def _is_concrete(sources: Sequence[FieldSource]) -> bool:
    return all(s.type.kind == "object" and not s.type.is_interface_object for s in sources)


# ---- rules ----------------------------------------------------------------------------------------------


def _check_sharing(
    scene: Scene, label: str, answering: Sequence[FieldSource], provided: Sequence[FieldSource]
) -> None:
    """Checks that a field with several answers may have them; ``provided`` answers on some paths only."""
    # a field with a progressive override is answered by one subgraph at a time
    moving = {
        s.field.argument("override", "from") for s in answering if s.field.argument("override", "label")
    }
    resolving = [s for s in answering if s.name not in moving]
    resolving += _through_interface_objects(scene, resolving)
    closed = [s for s in resolving if not s.field.shareable]
    resolving = sorted([*resolving, *provided], key=lambda s: s.name)
    if len(resolving) < 2 or not closed:
        return
    where = "all of them" if len(closed) == len(resolving) else list_names([s.name for s in closed])
    scene.fail(
        "INVALID_FIELD_SHARING",
        f'Non-shareable field "{label}" is resolved from multiple subgraphs: it is resolved from '
        f"{list_names([s.name for s in resolving])} and defined as non-shareable in {where}",
        *((s.subgraph, s.field) for s in resolving),
    )


def _through_interface_objects(scene: Scene, resolving: Sequence[FieldSource]) -> list[FieldSource]:
    """Returns the interface objects that answer the field for every implementation, this type included."""
    interfaces = dict.fromkeys(i for s in resolving for i in s.type.interfaces)
    name = resolving[0].field.name if resolving else ""
    return [
        FieldSource(subgraph, type_, type_.fields[name])
        for interface in interfaces
        for subgraph, type_ in scene.sources(interface)
        if type_.is_interface_object and name in type_.fields and not type_.fields[name].external
    ]


def _missing_on_base(scene: Scene, label: str, sources: Sequence[FieldSource]) -> None:
    scene.fail(
        "EXTERNAL_MISSING_ON_BASE",
        f'Field "{label}" is marked @external on all the subgraphs in which it is listed '
        f"({list_names([s.name for s in sources])}).",
        *((s.subgraph, s.field) for s in sources),
    )


def _type_mismatch(scene: Scene, label: str, answering: Sequence[FieldSource]) -> None:
    found = ", ".join(f'type "{text(s.field.type)}" in subgraph "{s.name}"' for s in answering)
    scene.fail(
        "FIELD_TYPE_MISMATCH",
        f'Type of field "{label}" is incompatible across subgraphs: it has {found}',
        *((s.subgraph, s.field) for s in answering),
    )


def _check_externals(
    scene: Scene, label: str, sources: Sequence[FieldSource], answering: Sequence[FieldSource]
) -> None:
    reference = answering[0].field
    merged = widest([s.field.type for s in answering], scene.is_named_subtype) or reference.type
    for source in sources:
        if not source.field.external or source.overridden:
            continue
        where = f'of external field "{label}" (in subgraph "{source.name}")'
        if text(source.field.type) != text(merged):
            scene.fail(
                "EXTERNAL_TYPE_MISMATCH",
                f'Type of field "{label}" is incompatible across subgraphs (where marked @external): it '
                "has type "
                f'"{text(merged)}" elsewhere but type "{text(source.field.type)}" in subgraph '
                f'"{source.name}"',
                (source.subgraph, source.field),
            )
        for name, argument in reference.arguments.items():
            if not all(name in s.field.arguments for s in answering):
                continue
            mine = source.field.arguments.get(name)
            if mine is None:
                scene.fail(
                    "EXTERNAL_ARGUMENT_MISSING",
                    f'Field "{label}" is missing argument "{label}({name}:)" in some subgraphs where it '
                    "is marked "
                    f"@external: argument {name} {where} is missing.",
                    (source.subgraph, source.field),
                )
            elif text(mine.type) != text(argument.type):
                scene.fail(
                    "EXTERNAL_ARGUMENT_TYPE_MISMATCH",
                    f'Argument "{name}" {where} has type "{text(mine.type)}", elsewhere '
                    f'"{text(argument.type)}".',
                    (source.subgraph, mine),
                )


# ---- join__field ----------------------------------------------------------------------------------------


def _joins(scene: Scene, sources: Sequence[FieldSource], holders: int) -> list[str]:
    kept = [s for s in sources if not s.overridden or s.used_overridden]
    types = {text(s.field.type) for s in kept}
    labels = {
        str(s.field.argument("override", "from")): s.field.argument("override", "label")
        for s in kept
        if s.field.has("override")
    }
    printed = [_join(scene, s, len(types) > 1, labels.get(s.name)) for s in kept]
    plain = [f"@join__field(graph: {scene.graph(s.subgraph)})" for s in kept]
    if printed == plain and len(kept) == holders:
        return []
    return printed


def _context(source: FieldSource, argument: InputValue) -> str:
    use = read_use(argument.argument("fromContext", "field"))
    assert use is not None, "validated"
    return (
        f"{{context: {quoted(context_name(source.subgraph, use.context))}, name: {quoted(argument.name)}, "
        f"type: {quoted(text(argument.type))}, selection: {quoted(use.selection)}}}"
    )


def _join(scene: Scene, source: FieldSource, with_type: bool, moving: object) -> str:
    """Prints a field's presence in a subgraph; ``moving`` is the label under which it is taken over."""
    field = source.field
    parts = [f"graph: {scene.graph(source.subgraph)}"]
    for name in ("requires", "provides"):
        fields = field.argument(name, "fields")
        if isinstance(fields, str) and not (name == "provides" and source.overridden):
            parts.append(f"{name}: {quoted(fields)}")
    if with_type:
        parts.append(f"type: {quoted(text(field.type))}")
    if field.external:
        parts.append("external: true")
    override = field.argument("override", "from")
    if isinstance(override, str) and override in scene.graph_names:
        parts.append(f"override: {quoted(override)}")
    if source.used_overridden and not field.external:
        parts.append("usedOverridden: true")
    contexts = [_context(source, a) for a in field.arguments.values() if a.has("fromContext")]
    if contexts and not field.external:
        parts.append(f"contextArguments: [{', '.join(contexts)}]")
    label = field.argument("override", "label") or moving
    if isinstance(label, str):
        parts.append(f"overrideLabel: {quoted(label)}")
    return f"@join__field({', '.join(parts)})"
