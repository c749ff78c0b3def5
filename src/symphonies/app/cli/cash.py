"""``symphonies cash`` and ``symphonies scenarios``: where cash is going, and saved what-ifs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from symphonies.app.cli.cash_again import again, again_text
from symphonies.app.cli.cash_minima import minima_text
from symphonies.app.cli.cash_view import Currency, Entities, Regions, looking_at, told_in
from symphonies.app.cli.mitigation import plan_text
from symphonies.app.cli.options import AsJson, Store, settings_of_store
from symphonies.app.cli.tables import text_table
from symphonies.app.contexts import make_contexts
from symphonies.app.wiring import open_instance
from symphonies.app.wiring_symphonies import Services

if TYPE_CHECKING:
    from symphonies.suite.cfo.graphql.denomination import Denomination
    from symphonies.suite.cfo.graphql.viewer import Viewer
    from symphonies.suite.cfo.pinnacle.desk import Answer, CashDesk, PlanQuestion

Persona = Annotated[str | None, typer.Option("--as", help="Whose rights to use.")]
WEEK = 7

scenarios = typer.Typer(no_args_is_help=True, help="Saved what-ifs of cash.")


def cash(
    lever: Annotated[list[str] | None, typer.Option(help="Such as dso=5 or fx.USD=-0.1; repeat.")] = None,
    horizon: Annotated[int, typer.Option(min=1, help="Days ahead.")] = 91,
    save: Annotated[str | None, typer.Option(help="Save the levers under this name.")] = None,
    mitigate: Annotated[
        bool, typer.Option("--mitigate", help="Plan what keeps the floor, also under levers.")
    ] = False,
    confidence: Annotated[
        float | None,
        typer.Option(help="With --mitigate: how surely it is to be kept, 0.5 to 0.99.  [default: 0.95]"),
    ] = None,
    list_levers: Annotated[bool, typer.Option("--levers", help="List what may be moved.")] = False,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="Tell each company and account beside its minimum.")
    ] = False,
    entity: Entities = None,
    region: Regions = None,
    currency: Currency = None,
    persona: Persona = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Show where cash is going, and what levers do to it."""
    # the engine takes a second to load; no other command waits for it
    from symphonies.suite.cfo.pinnacle.desk import PlanQuestion
    from symphonies.suite.cfo.pinnacle.levers import LEVERS
    from symphonies.suite.cfo.pinnacle.simulation import Settings

    if list_levers:
        rows: list[dict[str, Any]] = [kind.model_dump(exclude={"meaning"}) for kind in LEVERS.values()]
        print(json.dumps(rows, indent=2) if as_json else text_table(list(rows[0])[:-1], rows))
        return
    chosen = [LEVERS.parse(text) for text in lever or ()]
    if mitigate:
        if save:
            raise typer.BadParameter("--mitigate makes a plan, which --save does not keep.")
        question = PlanQuestion(
            PlanQuestion.confidence if confidence is None else confidence, tuple(chosen), horizon
        )
        _mitigate(question, _View(store, persona, entity, region, currency), as_json)
        return
    if confidence is not None:
        raise typer.BadParameter("--confidence is of a plan; give --mitigate with it.")
    if save and (entity or region):
        raise typer.BadParameter("--save keeps levers for all companies; leave --entity and --region out.")
    with _desk(_View(store, persona, entity, region)) as (desk, viewer):
        answer = desk.ask(desk.simulation(viewer.entities, Settings(horizon=horizon)), chosen)
        unit = told_in(answer.simulation.position, currency)
        saved = desk.scenarios.save(desk.draft(answer, save), viewer.id) if save else None
        told = _told(answer, viewer, desk, unit) | (_held(answer, unit) if accounts else {})
    print(json.dumps(told, indent=2) if as_json else _text(told))
    if saved and not as_json:
        print(f"\nSaved as {saved.name!r} ({saved.id}).")


def _mitigate(question: PlanQuestion, view: _View, as_json: bool) -> None:
    from symphonies.suite.cfo.graphql.mitigation import told_plan
    from symphonies.suite.cfo.pinnacle.desk import planned

    question = question.checked()
    with _desk(view) as (desk, viewer):
        position = desk.position(viewer.entities)
        unit = told_in(position, view.currency)
        kept = desk.plans.keep(planned(position, question), viewer.id)
        told = told_plan(kept, viewer, unit)
    print(json.dumps(told, indent=2) if as_json else plan_text(told))


@scenarios.command("list")
def list_scenarios(persona: Persona = None, store: Store = None, as_json: AsJson = False) -> None:
    """List the scenarios you may see, the last changed first."""
    with _desk(_View(store, persona)) as (desk, viewer):
        found = desk.scenarios.all(viewer.id)
    rows: list[dict[str, Any]] = [
        {
            "name": each.name,
            "version": each.version,
            "owner": each.owner,
            "shared": each.shared,
            "levers": " ".join(f"{lever.name}={lever.value:g}" for lever in each.levers),
            "id": each.id,
        }
        for each in found
    ]
    print(json.dumps(rows, indent=2) if as_json else text_table(list(rows[0]) if rows else [], rows))


@scenarios.command("show")
def show_scenario(
    name: Annotated[str, typer.Argument(help="Its name or id.")],
    version: Annotated[int | None, typer.Option(min=1, help="An earlier version.")] = None,
    persona: Persona = None,
    store: Store = None,
) -> None:
    """Show a scenario as it was saved."""
    with _desk(_View(store, persona)) as (desk, viewer):
        found = desk.scenarios.get(name, viewer.id, version)
    # figures were saved within the owner's view of the companies
    hidden = {"result"} if found.owner != viewer.id else set()
    print(json.dumps(found.model_dump(mode="json", exclude=hidden), indent=2))


@scenarios.command("run")
def run_scenario(
    name: Annotated[str, typer.Argument(help="Its name or id.")],
    strict: Annotated[bool, typer.Option(help="Refuse when the figures behind it have changed.")] = False,
    version: Annotated[int | None, typer.Option(min=1, help="An earlier version.")] = None,
    persona: Persona = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Run a scenario again with its own settings, and say whether it comes out as it was saved."""
    from symphonies.suite.cfo.pinnacle.simulation import Settings

    with _desk(_View(store, persona)) as (desk, viewer):
        found = desk.scenarios.get(name, viewer.id, version)
        kept = found.snapshot
        settings = Settings(kept.settings["horizon"], kept.settings["paths"], kept.seed)
        answer = desk.rerun(desk.simulation(viewer.entities, settings), found, strict=strict)
        told = _told(answer, viewer, desk, told_in(answer.simulation.position, None))
        told["scenario"] = again(found, answer, viewer.id)
    print(json.dumps(told, indent=2) if as_json else f"{again_text(told['scenario'])}\n{_text(told)}")


@dataclass(frozen=True)
class _View:
    """Whose rights are used, and what is looked at with them."""

    store: Path | None
    persona: str | None
    entities: Sequence[str] | None = None
    regions: Sequence[str] | None = None
    currency: str | None = None


@contextmanager
def _desk(view: _View) -> Iterator[tuple[CashDesk, Viewer]]:
    from symphonies.suite.cfo.graphql.viewer import viewer_of
    from symphonies.suite.cfo.pinnacle.sources import open_desk

    instance = open_instance(settings_of_store(view.store))
    try:
        context = make_contexts(instance).of(instance.principal(view.persona))
        viewer = viewer_of(cast("Any", context))
        looks = looking_at(viewer, instance.semantics, context.scope, view.entities, view.regions)
        yield open_desk(Services(instance, patience_s=None)), looks
    finally:
        instance.close()


def _told(answer: Answer, viewer: Viewer, desk: CashDesk, unit: Denomination) -> dict[str, Any]:
    from symphonies.suite.cfo.graphql import tested, told

    position, outcome = answer.simulation.position, answer.outcome
    names = viewer.customer_name(position)
    return {
        "as_of": position.cut.isoformat(),
        "currency": unit.currency,
        "entities": list(position.entities.ids),
        "whole_group": position.entities.ids == desk.position().entities.ids,
        "levers": told.settings(answer.levers),
        "opening": unit.told(outcome.opening),
        "floor": unit.told(outcome.floor),
        "low_point": told.low_point(position, outcome, unit),
        "chance_below_floor": outcome.chance_below_ever,
        "runway": told.runway(outcome),
        "days": told.days(position, outcome, unit),
        "coverage": tested.coverage(desk.backtest(viewer.entities)),
        "covenants": [told.covenant(position, test, unit) for test in outcome.covenants],
        "explanation": told.parts(answer.level(), names, unit),
        "causes": told.causes(position, names, unit),
        "change": told.parts(answer.against_baseline(), names, unit) if answer.levers else [],
        "gaps": [{"what": gap.what, "why": gap.why} for gap in position.gaps],
        "inputs": told.inputs(position),
        "billed": told.billed(answer, names, unit),
    }


def _held(answer: Answer, unit: Denomination) -> dict[str, Any]:
    from symphonies.suite.cfo.graphql.accounts import Holdings

    holdings = Holdings(answer, unit)
    return {"companies": holdings.companies(), "accounts": holdings.accounts()}


def _text(told: dict[str, Any]) -> str:
    low, currency = told["low_point"], told["currency"]
    opening, floor = (f"{told[name]:,.0f}" for name in ("opening", "floor"))
    weeks = [
        {name: day[name] for name in ("on", "p10", "p25", "p50", "p75", "p90")}
        for day in told["days"][WEEK - 1 :: WEEK]
    ]
    lines = [
        f"Cash after {told['as_of']}, {currency}: opening {opening}, floor {floor}.",
        *([] if told["whole_group"] else [f"Only of {', '.join(told['entities'])}."]),
        f"Low point {low['p50']:,.0f} around {low['on']} (one path in ten under {low['p10']:,.0f}).",
        f"Chance of falling below the floor: {told['chance_below_floor']:.1%}.",
        _runway(told["runway"], len(told["days"])),
        *(f"not known, and not in these figures: {gap['what']}: {gap['why']}" for gap in told["gaps"]),
        "",
        text_table(list(weeks[0]), weeks) if weeks else "",
        *_coverage(told["coverage"]),
        "",
        *_parts("From the opening to the low point", told["explanation"]),
        *_billed(told["billed"], told["inputs"]),
        *_causes(told["causes"]),
        *_parts("What the levers do to the low point", told["change"]),
        *minima_text(told),
    ]
    return "\n".join(lines)


def _runway(fifths: dict[str, dict[str, Any]], horizon: int) -> str:
    """Say how long cash lasts in the worst fifth of cases, the middle and the best."""
    said = []
    for name, each in fifths.items():
        days, least = each["days"], "at least " if each["beyond"] else ""
        said.append(f"{name} fifth of cases " + (f"over {horizon}" if days is None else f"{least}{days:.1f}"))
    return f"Days that cash stays above it, on average: {', '.join(said)}."


def _coverage(bands: list[dict[str, Any]]) -> Iterator[str]:
    reasons = {each["reason"] for each in bands if each["reason"]}
    for each in bands:
        if each["covered"] is not None:
            tested = f"{each['origins']} of {each['planned']} past days so far"
            days = tested if each["planned"] > each["origins"] else f"{each['origins']} past days"
            low, high = each["chance"]["low"], each["chance"]["high"]
            held = f"The {each['level']:.0%} band held {each['covered']:.1%} of week ends, from {days}"
            yield f"{held}; a right one holds {low:.0%} to {high:.0%} in such a test."
    yield from (f"How often the bands held is not known. {reason}" for reason in sorted(reasons))


def _billed(billed: list[dict[str, Any]], inputs: list[dict[str, Any]]) -> Iterator[str]:
    """Tell what is to be invoiced, from what, and why each input is used or not."""
    sources: dict[str, float] = {}
    for part in billed:
        for each in part["parts"]:
            sources[each["title"]] = sources.get(each["title"], 0.0) + each["amount"]
    if billed:
        yield f"{'To be invoiced within the horizon:':<34} {sum(sources.values()):>18,.2f}"
        yield from (f"    {title:<30} {amount:>18,.2f}" for title, amount in sources.items())
    for each in inputs:
        yield f"  {each['title']} ({each['state']}): {each['why']}"
        yield from (f"    {note}" for note in each["notes"])


def _causes(causes: list[dict[str, Any]]) -> Iterator[str]:
    if causes:
        yield "What lately moved cash:"
    for cause in causes:
        yield f"  {cause['title']:<32} {-cause['amount']:>18,.2f}"
        yield f"    {cause['text']}"


def _parts(title: str, parts: list[dict[str, Any]]) -> Iterator[str]:
    if parts:
        yield f"{title}:"
    for part in parts:
        yield f"  {part['title']:<32} {part['amount']:>18,.2f}"
        for each in part["parts"][:5]:
            yield f"    {each['title']:<30} {each['amount']:>18,.2f}"


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("cash")(cash)
    cli.add_typer(scenarios, name="scenarios")
