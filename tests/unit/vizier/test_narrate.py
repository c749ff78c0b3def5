"""Sentences say what the facts say, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symphonies.kernel import Grain, NotFoundError, Period
from symphonies.platform.semantics import Direction
from symphonies.platform.vizier.check import Names, check
from symphonies.platform.vizier.facts import (
    Against,
    Chance,
    Driver,
    Level,
    Outlook,
    Reader,
    Reference,
    Share,
    Slice,
    Subject,
    Timespan,
    materiality,
    surprise,
)
from symphonies.platform.vizier.narrate import (
    Length,
    Style,
    Tone,
    figure,
    headline,
    languages,
    load_language,
    narrate,
    sentence,
)

from .facts_world import world

PRODUCTS = tuple(Path("src/symphonies/products").resolve().glob("*"))
OCTOBER = Timespan(Period(date(2026, 10, 1), date(2026, 11, 1)), Grain.MONTH, "2026-10")
PLAN, YEAR, MONTH = Against.PLAN, Against.YEAR, Against.PERIOD


def level(
    metric: str, title: str, unit: str, value: float, direction: Direction, **references: float
) -> Level:
    subject = Subject(metric, title, unit, "EUR" if unit == "money" else None, direction, OCTOBER)
    return Level(
        subject=subject,
        value=value,
        references=tuple(Reference(Against(kind), found) for kind, found in references.items()),
    )


CASH = level("corp.cash", "Cash position", "money", 48.2e6, Direction.UP, plan=49.29e6)
DSO = level("ar.dso", "Days sales outstanding", "days", 47.6, Direction.DOWN, plan=45.0)


def test_a_fact_is_set_against_its_best_reference() -> None:
    assert sentence(CASH).text == "Cash position is €48.2m, €1.09m below plan."
    year = replace(CASH, references=(Reference(YEAR, 40e6),))
    assert sentence(year).text == "Cash position is €48.2m, €8.20m above a year ago."
    assert sentence(replace(CASH, references=())).text == "Cash position is €48.2m."
    as_planned = sentence(replace(CASH, references=(Reference(PLAN, 48.2e6),))).text
    assert as_planned in (
        "Cash position is €48.2m, as planned.",
        "Cash position is €48.2m, in line with plan.",
    )


def test_a_figure_at_its_upper_end_is_said_to_be_more() -> None:
    runway = level("corp.runway", "Runway", "months", 24.0, Direction.UP)
    runway = replace(runway, subject=replace(runway.subject, most=24.0))
    said = sentence(runway).text
    assert said == "Runway is more than 24 months."
    assert check(said, [runway], load_language()).stands
    assert not check("Runway is less than 24 months.", [runway], load_language()).stands
    german = load_language("de")
    told = sentence(runway, Style(language=german, tone=Tone.PLAIN)).text
    assert "mehr als 24 Monate" in told
    assert check(told, [runway], german).stands
    below = replace(runway, value=23.9)
    assert not check(said, [below], load_language()).stands
    assert sentence(below).text == "Runway is 23.9 months."


def test_a_change_over_time_is_a_movement_in_a_vivid_tone() -> None:
    fallen = replace(CASH, references=(Reference(MONTH, 50e6),))
    vivid = sentence(fallen, Style(tone=Tone.VIVID)).text
    assert re.match(r"Cash position (fell|went down) (by €1.80m )?to €48.2m", vivid)
    assert vivid.endswith(("on the month before.", "than the month before."))


def test_good_is_the_direction_of_the_metric_not_the_sign() -> None:
    assert CASH.good is False
    assert DSO.good is False
    assert replace(DSO, references=(Reference(PLAN, 50.0),)).good is True
    assert replace(DSO, subject=replace(DSO.subject, direction=Direction.BAND)).good is None


def test_verbs_agree_with_what_the_title_counts() -> None:
    def said(title: str) -> str:
        return sentence(replace(CASH, subject=replace(CASH.subject, title=title), references=())).text

    assert said("Open findings") == "Open findings are €48.2m."
    assert said("Payment terms granted") == "Payment terms granted are €48.2m."
    assert said("Access granted") == "Access granted is €48.2m."
    assert said("Days to close") == "Days to close is €48.2m."
    assert said("Renewals and notices in 90 days") == "Renewals and notices in 90 days are €48.2m."
    assert said("Cost of sales") == "Cost of sales is €48.2m."


def test_a_slice_in_another_is_within_it_and_a_person_is_said_to_be_one() -> None:
    company = Slice("entity", "DB-DE", "Demo Bank AG", "Company")
    collector = Slice("collector", "Jonas Weiss", "Jonas Weiss", "Collector", person=True)
    subject = replace(CASH.subject, scope=(company, collector))
    told = sentence(replace(CASH, subject=subject, references=())).text
    assert "in collector Jonas Weiss within Demo Bank AG" in told


def test_the_headline_joins_the_subject_with_the_most_material_other_fact() -> None:
    calm = replace(
        DSO, subject=replace(DSO.subject, metric="ar.dpo", title="DPO"), references=(Reference(PLAN, 47.5),)
    )
    told = replace(DSO, subject=replace(DSO.subject, title="DSO"), surprise=3.0)
    said = headline([CASH, calm, told])
    assert said.text == "Cash position is €48.2m, €1.09m below plan; DSO is 47.6 days, 2.6 days above plan."
    assert {span.metric for span in said.spans if span.metric} == {"corp.cash", "ar.dso"}
    assert {span.fact for span in said.spans if span.fact} == {CASH.id, told.id}


def test_a_headline_never_passes_its_length_unless_the_subject_alone_does() -> None:
    long = replace(DSO, subject=replace(DSO.subject, title="Days sales outstanding by the count-back method"))
    assert headline([CASH, long]).text == "Cash position is €48.2m, €1.09m below plan."


def test_without_facts_the_headline_says_so() -> None:
    assert headline([]).text == "No figures yet: connect a source to begin."


def test_causes_add_and_counteract() -> None:
    dach, uk = (Slice("entity.region", name, name) for name in ("DACH", "UK"))
    driver = Driver(
        subject=CASH.subject,
        change=-1e6,
        against=PLAN,
        shares=(Share(scope=(dach,), value=-1.2e6), Share(scope=(uk,), value=0.2e6)),
    )
    assert re.match(
        r"The (fall|decline) of €1.00m in cash position against plan comes entirely from DACH \(−€1.20m\), "
        r"while UK \(\+€200k\) worked the other way\.",
        sentence(driver).text,
    )
    assert "No single cause stands out" in sentence(replace(driver, shares=())).text


def test_what_is_to_come_is_said_with_its_band_and_how_well_bands_held() -> None:
    outlook = Outlook(
        subject=CASH.subject,
        value=31e6,
        low=25e6,
        high=38e6,
        level=0.8,
        coverage=0.79,
        now=48e6,
        confidence=0.8,
    )
    text = narrate([CASH, outlook]).sections[-1].sentences[0].text
    assert "€31.0m" in text
    assert "€25.0m" in text
    assert "80%" in text
    assert "79%" in text
    assert "most likely" in text


def test_a_low_point_is_called_one_in_every_language() -> None:
    low = Outlook(
        subject=CASH.subject,
        value=31e6,
        low=25e6,
        high=38e6,
        level=0.8,
        now=48e6,
        confidence=0.8,
        is_lowest=True,
    )
    assert sentence(low).text.startswith("The low point of cash position will most likely be €31.0m, on")
    german = Style(language=load_language("de", PRODUCTS), tone=Tone.PLAIN)
    assert "den Tiefpunkt bei 31,0 Mio. € erreichen" in sentence(low, german).text
    risk = Chance(subject=CASH.subject, probability=0.2, limit=2e7, below=True, limit_title="floor")
    assert "the floor of €20.0m" in sentence(risk).text
    assert "die Untergrenze von 20,0 Mio. €" in sentence(risk, german).text


@pytest.mark.parametrize(
    ("probability", "words"), [(0.03, "unlikely"), (0.2, "some risk"), (0.5, "even"), (0.8, "likely")]
)
def test_a_risk_sounds_as_large_as_it_is(probability: float, words: str) -> None:
    risk = Chance(
        subject=CASH.subject, probability=probability, limit=2e7, below=True, limit_title="the minimum"
    )
    assert words in sentence(risk).text


def test_a_second_language_bends_articles_verbs_and_units() -> None:
    german = Style(language=load_language("de", PRODUCTS), tone=Tone.PLAIN)
    assert sentence(DSO, german).text == ("Die Forderungslaufzeit liegt bei 47,6 Tagen, 2,6 Tage über Plan.")
    findings = level("audit.findings", "Open findings", "count", 14, Direction.DOWN, period=17)
    assert sentence(findings, german).text == (
        "Die offenen Feststellungen liegen bei 14, 3 unter dem Vormonat."
    )
    assert sentence(CASH, german).text.startswith("Der Bestand an liquiden Mitteln liegt bei 48,2 Mio. €")


def test_every_language_can_say_every_fact() -> None:
    for code in languages():
        style = Style(Length.FULL, Tone.VIVID, load_language(code, PRODUCTS))
        for seed in range(30):
            for said in narrate(world(seed), style=style).sentences:
                assert "{" not in said.text
                assert not re.search(r"  | [,.;:]|,,", said.text), said.text


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFoundError, match="no language 'fr'"):
        load_language("fr")


def test_length_decides_how_much_is_told() -> None:
    facts = world(5)
    brief, normal, full = (len(narrate(facts, style=Style(length)).sentences) for length in Length)
    assert brief <= normal <= full
    assert brief < full


def test_known_news_and_others_duties_come_last() -> None:
    known = Reader(said={CASH.key: 48.2e6})
    assert materiality(CASH, known) < materiality(CASH)
    assert materiality(replace(CASH, value=40e6), known) > materiality(replace(CASH, value=40e6), known) * 0.9
    assert materiality(CASH, Reader(duties={"corp": 0.5})) == materiality(CASH) * 0.5
    assert materiality(CASH, Reader(duties={"corp": 0.5, "corp.cash": 2.0})) == materiality(CASH) * 2


@given(
    st.floats(min_value=-1e9, max_value=1e9),
    st.one_of(st.none(), st.floats(min_value=-1e9, max_value=1e9)),
    st.sampled_from(["money", "ratio", "days", "count"]),
)
def test_every_number_in_a_sentence_is_a_figure_of_its_fact(
    value: float, target: float | None, unit: str
) -> None:
    references = () if target is None else (Reference(PLAN, target),)
    fact = replace(CASH, value=value, subject=replace(CASH.subject, unit=unit), references=references)
    said = sentence(fact)
    allowed = {figure(value, unit, "EUR")}
    if fact.delta is not None:
        allowed.add(figure(abs(fact.delta), unit, "EUR", change=True))
    assert {span.text for span in said.spans if span.metric} <= allowed
    assert not re.search(r"\d", "".join(span.text for span in said.spans if not span.metric))


@pytest.mark.parametrize(
    ("series", "expected"),
    [([1, 2, 3], 0.0), ([5, 5, 5, 5, 5, 9], 0.0), ([0, 1, 0, 1, 0, 3], pytest.approx(3 / (4 / 3) ** 0.5))],
)
def test_surprise_is_measured_in_the_habit_of_the_series(series: list[float], expected: float) -> None:
    assert surprise(series) == expected


def test_values_have_names_in_other_languages_and_the_check_knows_them() -> None:
    german = load_language("de", PRODUCTS)
    severe = Slice("severity", "high", "high", "Severity")
    subject = Subject(
        "audit.findings", "Open findings", "count", None, Direction.DOWN, OCTOBER, (severe,)
    )  # fmt: skip
    level = Level(subject=subject, value=14.0, references=(Reference(Against.PERIOD, 17.0),))
    said = sentence(level, Style(language=german)).text
    assert "Schweregrad hoch" in said
    assert "high" not in said
    assert check(said, [level], german).stands
    assert not check(
        said.replace("hoch", "niedrig"), [level], german, Names({}, frozenset({"niedrig"}))
    ).stands
    assert "severity high" in sentence(level).text


def test_what_is_too_small_to_print_is_no_part_of_a_reason() -> None:
    found = level("ar.dso", "Days sales outstanding", "days", 47.0, Direction.DOWN, year=46.8)
    shares = tuple(
        Share(scope=(Slice("customer.segment", name, name),), value=value)
        for name, value in [("Public sector", 0.17), ("Enterprise", 0.03), ("Mid-market", -0.02)]
    )
    driver = Driver(subject=found.subject, change=0.2, against=YEAR, shares=shares, base=46.8)
    assert "Public sector (+0.2 days)" in sentence(driver).text
    assert "Enterprise" not in sentence(driver).text
    assert "Mid-market" not in sentence(driver).text
