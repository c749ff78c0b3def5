"""Answering in parts: what @defer puts off is fetched side by side and handed over as it is ready."""

from .forms import BY_ID, BY_PATH, Form, chosen_form, payloads
from .parts import FirstPart, LaterPart, LaterParts, PartPlace
from .places import Found
from .prepared import PreparedInParts
from .run import run_first, run_later

__all__ = [
    "BY_ID",
    "BY_PATH",
    "FirstPart",
    "Form",
    "Found",
    "LaterPart",
    "LaterParts",
    "PartPlace",
    "PreparedInParts",
    "chosen_form",
    "payloads",
    "run_first",
    "run_later",
]
