"""Worlds drawn at random."""

from __future__ import annotations

from random import Random

from .model import KEYS, LENS, Entity, Field, World

SCALARS = ("Int", "Float", "String", "Boolean", "ID", "Mode", "Any")
PATTERNS = ("%s", "%s", "%s!", "[%s]", "[%s!]", "[%s!]!", "[[%s]]")
ONE = ("%s", "%s", "%s!")


def draw_world(rng: Random) -> World:
    """Returns a world; whether its subgraphs compose is for composition to say."""
    world = World(rng.randrange(1 << 30), [f"s{n}" for n in range(rng.randint(2, 4))])
    for number in range(rng.randint(2, 4)):
        world.entities[f"E{number}"] = _entity(world, f"E{number}", rng)
    for number in range(rng.randint(0, 2)):
        world.values[f"V{number}"] = Entity(f"V{number}")
    _draw_abstract(world, rng)
    for entity in world.entities.values():
        _draw_fields(world, entity, rng)
    for value in world.values.values():
        for number in range(rng.randint(1, 3)):
            value.fields[f"v{number}"] = _plain(world, f"v{number}", (), rng)
    for entity in world.entities.values():
        _draw_requirements(world, entity, rng)
        _draw_provisions(world, entity, rng)
    _draw_interface_fields(world, rng)
    _draw_lens(world, rng)
    _draw_roots(world, rng)
    return world


def _entity(world: World, name: str, rng: Random) -> Entity:
    hosts = rng.sample(world.subgraphs, rng.randint(1, len(world.subgraphs)))
    common = rng.choice(["id", "id", "id", *KEYS])
    entity = Entity(name)
    for host in hosts:
        keys = [common] if rng.random() < 0.85 else []
        keys += [key for key in KEYS if key != common and rng.random() < 0.2]
        entity.keys[host] = keys or [common]
    return entity


def _draw_abstract(world: World, rng: Random) -> None:
    names = list(world.entities)
    for number in range(rng.randint(0, 2)):
        world.interfaces[f"I{number}"] = (rng.sample(names, rng.randint(1, len(names))), [])
    if rng.random() < 0.7:
        pool = [*names, *world.values]
        world.unions["U0"] = {s: rng.sample(pool, rng.randint(1, len(pool))) for s in world.subgraphs}


def _plain(world: World, name: str, owners: tuple[str, ...], rng: Random) -> Field:
    kind = rng.random()
    if kind < 0.5 or not owners:
        base = rng.choice(SCALARS)
    elif kind < 0.75:
        base = rng.choice(list(world.entities))
    elif kind < 0.85 and world.values:
        base = rng.choice(list(world.values))
    else:
        base = rng.choice([*world.unions, *world.interfaces] or ["String"])
    if base in world.unions or base in world.interfaces:
        owners = owners[:1]
        if not world.members(base, owners[0]):
            base = "String"
    return Field(name, base, rng.choice(PATTERNS), owners, rng.random() < 0.25)


def _draw_fields(world: World, entity: Entity, rng: Random) -> None:
    for number in range(rng.randint(1, 5)):
        hosts = list(entity.keys)
        owners = tuple(rng.sample(hosts, 2 if len(hosts) > 1 and rng.random() < 0.2 else 1))
        name = f"f{number}"
        drawn = entity.fields[name] = _plain(world, name, owners, rng)
        elsewhere = [host for host in hosts if host not in drawn.owners]
        if len(drawn.owners) == 1 and elsewhere and rng.random() < 0.1:
            drawn.stale = rng.choice(elsewhere)


def _draw_requirements(world: World, entity: Entity, rng: Random) -> None:
    """Adds fields computed from fields of other subgraphs, some of which are computed themselves."""
    for number in range(rng.choice([0, 0, 1, 2])):
        owner = rng.choice(list(entity.keys))
        free = [
            each.name
            for each in entity.fields.values()
            if owner not in each.owners
            and each.stale != owner
            and not each.takes
            and (each.base in SCALARS or each.base in world.values)
        ]
        if free:
            needed = tuple(rng.sample(free, min(len(free), rng.randint(1, 2))))
            for name in needed:
                entity.fields[name].is_safe = True
                for each in getattr(world.values.get(entity.fields[name].base), "fields", {}).values():
                    each.is_safe, each.takes = True, False
            name = f"r{number}"
            entity.fields[name] = Field(name, "String", rng.choice(ONE), (owner,), requires=needed)


def _draw_provisions(world: World, entity: Entity, rng: Random) -> None:
    for drawn in entity.fields.values():
        target = world.entities.get(drawn.base)
        if target is None or len(drawn.owners) != 1 or drawn.stale or rng.random() > 0.3:
            continue
        owner = drawn.owners[0]
        known = [
            each.name
            for each in target.fields.values()
            if each.base in SCALARS
            and owner not in each.owners
            and not (each.requires or each.stale or each.takes)
        ]
        if known and owner in target.keys:
            drawn.provides = rng.choice(known)


def _draw_interface_fields(world: World, rng: Random) -> None:
    """Gives interfaces fields that every member has alike: at least one of the key fields all share."""
    for name, (members, fields) in world.interfaces.items():
        first = world.entities[members[0]].fields
        for candidate, drawn in first.items():
            same = [world.entities[member].fields.get(candidate) for member in members]
            is_common = all(each and (each.type, each.takes) == (drawn.type, drawn.takes) for each in same)
            if is_common and rng.random() < 0.7:
                fields.append(candidate)
        world.interfaces[name] = (members, fields)


def _draw_lens(world: World, rng: Random) -> None:
    for name, (members, _) in world.interfaces.items():
        hosts = [set(world.entities[m].keys) for m in members]
        everywhere = set.intersection(*hosts) if hosts else set()
        by_id = all("id" in keys for m in members for keys in world.entities[m].keys.values())
        if everywhere and by_id and rng.random() < 0.5:
            world.lens = (name, Field("extra", "String", rng.choice(ONE), (LENS,), rng.random() < 0.3))
            return


def _draw_roots(world: World, rng: Random) -> None:
    for name in world.entities:
        hosts = list(world.entities[name].keys)
        owners = tuple(rng.sample(hosts, 2 if len(hosts) > 1 and rng.random() < 0.2 else 1))
        world.roots[f"all{name}"] = Field(f"all{name}", name, rng.choice(("[%s!]!", "[%s]")), owners)
        if rng.random() < 0.5:
            world.roots[f"one{name}"] = Field(f"one{name}", name, rng.choice(ONE), owners[:1], takes=True)
    for abstract in [*world.interfaces, *world.unions]:
        hosts = [s for s in world.subgraphs if world.members(abstract, s)]
        if hosts:
            world.roots[f"any{abstract}"] = Field(
                f"any{abstract}", abstract, rng.choice(PATTERNS[2:]), (rng.choice(hosts),)
            )
    if world.lens and rng.random() < 0.6:
        world.roots["seen"] = Field("seen", world.lens[0], "[%s!]!", (LENS,))
