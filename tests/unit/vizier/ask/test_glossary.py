"""German questions, word by word."""

from __future__ import annotations

import pytest

from symphonies.platform.vizier.ask import load_glossary

GERMAN = load_glossary("de", {"Betriebsaufwand": "Operating expense", "EBITDA-Marge": "EBITDA margin"})


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("Wie hoch ist unser Umsatz im letzten Quartal", "what is revenue in last quarter"),
        ("Betriebsaufwand je Kostenstelle in Q2 2026", "Operating expense by cost centre in Q2 2026"),
        ("EBITDA-Marge in der Schweiz seit März", "EBITDA margin in Switzerland since march"),
        ("Kunden mit mehr als 1.000.000 Forderungen", "customer more than 1000000 receivables"),
    ],
)
def test_words_that_are_known_become_english(question: str, english: str) -> None:
    told = GERMAN.translate(question)
    assert told.text == english
    assert told.known > 0.6


@pytest.mark.parametrize(
    "question", ["revenue by region last quarter", "quel est notre chiffre d'affaires", "???"]
)
def test_a_question_in_another_language_is_hardly_known(question: str) -> None:
    assert GERMAN.translate(question).known < 0.6
