"""Comparing names: column names as words, and words by what they mean in business."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from unicodedata import combining, normalize

from rapidfuzz import fuzz

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")

_SAME = (
    "id number no nr num nummer key code identifier ref reference",
    "date day on dt datum tag",
    "time timestamp at datetime when zeit",
    "amount amt value total sum gross net price betrag summe netto",
    "customer cust client debtor buyer payer kunde kunden debitor",
    "supplier vendor creditor payee lieferant kreditor",
    "invoice inv bill billing document doc case rechnung rechnungs beleg",
    "issued issue created posted posting booked booking gebucht",
    "received settled settlement paid payment cleared clearing receipt bezahlt zahlung",
    "due payable maturity deadline faellig fallig",
    "currency ccy curr cur waehrung wahrung",
    "entity company subsidiary organisation organization gesellschaft",
    "country nation land",
    "region area market territory",
    "status state",
    "disputed dispute contested strittig",
    "delivery paperless channel",
    "description text narrative memo",
    "quantity qty count menge",
    "account acct acc konto",
    "order purchase po bestellung auftrag",
    "contract agreement vertrag",
    "activity event step action",
    "actor user resource",
    "occurred happened",
    "start begin from since valid",
    "end finish to until expiry",
    "name title label",
    "type kind category class art",
)
"""Words that mean the same in names of columns, English and German."""
_MEANING = {word: group.split()[0] for group in _SAME for word in group.split()}


_GENERIC = frozenset({"id", "date", "time", "amount", "days", "instance"})
"""Words that tell the kind of a value, not what it is about."""
_OPPOSED = frozenset({"customer", "supplier"})


def similarity(source: str, column: str, table: str) -> float:
    """Return how much the name of a source column says the same as a contract column, 0..1.

    What the table is called counts as understood: ``invoiceNumber`` is the ``invoice_id`` of an invoice,
    and ``Date`` may be its ``issued_on``, but less surely.
    """
    said, meant, context = words(source), words(column), words(table)
    letters = fuzz.ratio(_bare(source), _bare(column)) / 100
    about_said, about_meant = said - _GENERIC - context, meant - _GENERIC - context
    kinds = said & meant & _GENERIC
    if about_said and about_meant:
        score = 0.8 * _alike(about_said, about_meant) + 0.2 * _alike(said, meant)
        score = score if about_said & about_meant else 0.0
    elif not about_said and not about_meant:
        named = bool((said & context) - _GENERIC) or said == meant
        score = 0.0 if not said & meant else 1.0 if named and said | context == meant | context else 0.65
    elif about_said:
        score = 0.3 if "id" in kinds else 0.65 if kinds else 0.0
    else:
        score = 0.75 if kinds - {"id"} else 0.4 if kinds else 0.0
    return max(score, letters if letters > 0.85 else 0.0)


def opposed(sources: Iterable[str], table: str) -> bool:
    """Return whether a source speaks of customers and a table of suppliers, or the other way round."""
    said = frozenset[str]().union(*(words(source) for source in sources)) & _OPPOSED
    meant = words(table) & _OPPOSED
    return bool(said) and bool(meant) and not said & meant


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of a name, each as the first of its group of like meaning."""
    plain = "".join(sign for sign in normalize("NFKD", name) if not combining(sign))
    return frozenset(_MEANING.get(word.lower(), word.lower()) for word in _WORDS.findall(plain))


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
