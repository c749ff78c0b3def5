"""All rewordings, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.vizier.ask.language import Token
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing.rewording.ages import old_in_days
from symphonies.platform.vizier.ask.parsing.rewording.asked_of import asked_of_it
from symphonies.platform.vizier.ask.parsing.rewording.bounds import said_before_amount
from symphonies.platform.vizier.ask.parsing.rewording.by_how import said_by_how
from symphonies.platform.vizier.ask.parsing.rewording.countries import countries_by_name
from symphonies.platform.vizier.ask.parsing.rewording.order import in_order
from symphonies.platform.vizier.ask.parsing.rewording.owners import owners_first
from symphonies.platform.vizier.ask.parsing.rewording.people import of_people
from symphonies.platform.vizier.ask.parsing.rewording.plainly import said_plainly
from symphonies.platform.vizier.ask.parsing.rewording.reasons import reasons_asked_for
from symphonies.platform.vizier.ask.parsing.rewording.shared_nouns import shared_nouns
from symphonies.platform.vizier.ask.parsing.rewording.split_words import said_with_by
from symphonies.platform.vizier.ask.parsing.rewording.taking_out import taken_out_first
from symphonies.platform.vizier.ask.parsing.rewording.topics import each_of_its_figures
from symphonies.platform.vizier.ask.parsing.rewording.yes_or_no import split_by_both_sides

_IN_TURN = (
    countries_by_name,
    asked_of_it,
    of_people,
    said_plainly,
    old_in_days,
    said_before_amount,
    reasons_asked_for,
    split_by_both_sides,
    shared_nouns,
    said_by_how,
    taken_out_first,
    each_of_its_figures,
    owners_first,
    said_with_by,
    in_order,
)
"""Plain words come early, as the others look for them; the order comes last, as they leave words behind."""


def reworded(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens of a question as the grammar reads them."""
    said = tuple(tokens)
    for reword in _IN_TURN:
        said = reword(said, vocabulary)
    return said
