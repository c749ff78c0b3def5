"""The model card of a version, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from symphonies.platform.learning.versions import Standing, Version


def model_card(version: Version) -> str:
    """Returns what people should know of a version: purpose, data, scores, limits, fairness, drift.

    Source: Mitchell et al. (2019), "Model cards for model reporting".
    """
    return "\n".join(_lines(version)) + "\n"


def _lines(version: Version) -> Iterator[str]:
    facts = version.facts
    yield f"# {facts.title}, version {version.number}"
    yield f"\n{_standing(version)}\n\n{facts.purpose}\n"
    yield f"- Owner: {facts.owner}"
    yield f"- Predicts: {facts.target}"
    yield f"- Learned from: {', '.join(facts.inputs)}, until {version.learned_until}"
    yield f"- Seed {version.seed}; data `{version.data_hash[:12]}`; code `{version.code_hash[:12]}`; "
    yield f"  made {version.created_at:%Y-%m-%d %H:%M} UTC"
    yield from _scores(version)
    yield "\n## Limits\n"
    yield from (f"- {limit}" for limit in facts.limits)
    yield f"\n## Fairness\n\n{facts.fairness}"
    yield from _drift(version)


def _standing(version: Version) -> str:
    if version.standing is Standing.DRAFT or version.review is None:
        return "**Draft**: nobody has reviewed it, and everything it says is marked so."
    review = version.review
    note = f": {review.note}" if review.note else ""
    return f"Approved by {review.reviewer} on {review.at:%Y-%m-%d}{note}."


def _scores(version: Version) -> Iterator[str]:
    evaluation, facts = version.evaluation, version.facts
    judged = evaluation.judged
    yield "\n## Scores\n"
    if not judged:
        yield "It was not tested yet."
        return
    yield f"Over {evaluation.count:,} cases from {len(judged)} of {len(evaluation.judgements)} origins, "
    yield f"each looking {facts.horizon_days} days ahead and knowing only what was known then.\n"
    yield "| score | this model | plainest thing | better is | worst origin | best origin |"
    yield "|---|---:|---:|---|---:|---:|"
    scores, naive = evaluation.scores, evaluation.naive
    for name, score in facts.scores.items():
        if name not in scores:
            continue
        each = sorted((one.scores[name] for one in judged if name in one.scores), key=score.loss)
        better = score.better if isinstance(score.better, str) else f"near {score.better:g}"
        plain = f"{naive[name]:.4g}" if name in naive else "–"
        unit = f", {score.unit}" if score.unit else ""
        yield (
            f"| {name}: {score.meaning}{unit} | {scores[name]:.4g} | {plain} | {better} "
            f"| {each[-1]:.4g} | {each[0]:.4g} |"
        )
    if evaluation.decided:
        yield "\n## What it decided itself\n"
        yield from (f"- {one}" for one in evaluation.decided)
    for one in evaluation.judgements:
        if one.skipped:
            yield f"\nNot from {one.cut}: {one.skipped}"


def _drift(version: Version) -> Iterator[str]:
    reference = version.reference
    watched = sorted([*reference.numbers, *reference.levels])
    yield "\n## Drift\n"
    if not watched:
        yield "No feature is watched."
        return
    yield f"Watched against {reference.cases:,} cases: {', '.join(watched)}."
    yield "A feature has shifted from a stability index of 0.25 on, errors from half as much again."
