"""What the Vizier does with the language model of an instance, as far as the settings let it."""

from __future__ import annotations

from collections.abc import Callable

from symphonies.app.wiring import Instance
from symphonies.platform.vizier import (
    AnswerWriter,
    Disclosure,
    Glossary,
    Interpreter,
    Meanings,
    ModelInterpreter,
    Rewriter,
    Synonym,
    disclosure_of,
    glossaries,
    languages,
    load_glossary,
    load_language,
)


def open_interpreter(instance: Instance, learned: Callable[[], tuple[Synonym, ...]]) -> Interpreter:
    """Return what reads questions: with the model, where there is one and it is to read them.

    Args:
        instance: Whose figures are asked for.
        learned: Gives what people are known to mean by what.
    """
    known = _glossaries(instance)
    meanings = Meanings(kept=instance.settings.lakehouse.store / "meanings.npz")
    if instance.chat is None or "ask" not in instance.settings.llm.uses:
        return Interpreter(instance.semantics, learned=learned, glossaries=known, meanings=meanings)
    return ModelInterpreter(
        instance.semantics,
        instance.chat,
        _disclosure(instance),
        learned=learned,
        glossaries=known,
        meanings=meanings,
    )


def _glossaries(instance: Instance) -> list[Glossary]:
    """Return the languages that questions are translated from, with the products' own names of figures."""
    folders = tuple(product.path for product in instance.products)
    titles = {metric.id: metric.title for metric in instance.catalog.all_metrics}
    found = []
    for code in glossaries():
        names = load_language(code, folders).names if code in languages() else {}
        called = {name.title: titles[metric] for metric, name in names.items() if metric in titles}
        found.append(load_glossary(code, called))
    return found


def open_rewriter(instance: Instance) -> Rewriter | None:
    """Return what rewrites briefings; None where there is no model, or it is not to rewrite them."""
    if instance.chat is None or "rewrite" not in instance.settings.llm.uses:
        return None
    return Rewriter(instance.chat, instance.catalog, _disclosure(instance))


def open_writer(instance: Instance) -> AnswerWriter | None:
    """Return what words answers anew; None where there is no model, or it is not to word them."""
    if instance.chat is None or "answer" not in instance.settings.llm.uses:
        return None
    return AnswerWriter(instance.chat, instance.catalog, _disclosure(instance))


def _disclosure(instance: Instance) -> Disclosure:
    external = instance.chat is not None and instance.chat.external
    ceiling = instance.settings.llm.may_leave if external else None
    return disclosure_of((product.contract for product in instance.products), ceiling)
