"""Reading a supergraph document: the only code that knows the join directives."""

from .api_schema import api_schema, hidden_elements
from .features import directive_names
from .fieldset import parse_field_set
from .model import ContextArgument, FieldDef, FieldJoin, Graph, Key, Supergraph, TypeDef, TypeJoin
from .read import read_supergraph

__all__ = [
    "ContextArgument",
    "FieldDef",
    "FieldJoin",
    "Graph",
    "Key",
    "Supergraph",
    "TypeDef",
    "TypeJoin",
    "api_schema",
    "directive_names",
    "hidden_elements",
    "parse_field_set",
    "read_supergraph",
]
