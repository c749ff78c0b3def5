"""Models that were learned: their cards, their review, and which one is served."""

from .card import model_card
from .serving import Served, approve, find_version, label_of, serve

__all__ = ["Served", "approve", "find_version", "label_of", "model_card", "serve"]
