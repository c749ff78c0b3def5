"""The papers of the sample company: contracts, policies and minutes as files, true to its rows."""

from symphonies.platform.samples.papers.paper import Paper, Readers, Section
from symphonies.platform.samples.papers.template import Prose, Template, load_prose
from symphonies.platform.samples.papers.writing import write_papers

__all__ = ["Paper", "Prose", "Readers", "Section", "Template", "load_prose", "write_papers"]
