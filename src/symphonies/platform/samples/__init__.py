"""The sample company: one deterministic generator, to which every product adds its rows."""

from symphonies.platform.samples.calendar import NO_DAY, Calendar, Days, next_weekday
from symphonies.platform.samples.columns import (
    Floats,
    Ints,
    Rows,
    Texts,
    chosen,
    constant,
    joined,
    kept,
    labels,
    money,
    numbered,
    only_where,
    pick,
    rows,
    spread,
    taken,
    texts,
)
from symphonies.platform.samples.company import (
    AS_OF,
    PERSONAS,
    ProductFolder,
    SampleCompany,
    company_settings,
    generate,
)
from symphonies.platform.samples.errors import SampleInvalidError, SampleNeedError
from symphonies.platform.samples.flows import CashFlows, Frame, PaymentRequests, Postings
from symphonies.platform.samples.names import TRADES, firm_names, person_names
from symphonies.platform.samples.papers import Paper, Readers, Template, load_prose, write_papers
from symphonies.platform.samples.plants import Plant, as_date
from symphonies.platform.samples.steps import Step, Tables, load_steps, order_steps
from symphonies.platform.samples.world import World

__all__ = [
    "AS_OF",
    "NO_DAY",
    "PERSONAS",
    "TRADES",
    "Calendar",
    "CashFlows",
    "Days",
    "Floats",
    "Frame",
    "Ints",
    "Paper",
    "PaymentRequests",
    "Plant",
    "Postings",
    "ProductFolder",
    "Readers",
    "Rows",
    "SampleCompany",
    "SampleInvalidError",
    "SampleNeedError",
    "Step",
    "Tables",
    "Template",
    "Texts",
    "World",
    "as_date",
    "chosen",
    "company_settings",
    "constant",
    "firm_names",
    "generate",
    "joined",
    "kept",
    "labels",
    "load_prose",
    "load_steps",
    "money",
    "next_weekday",
    "numbered",
    "only_where",
    "order_steps",
    "person_names",
    "pick",
    "rows",
    "spread",
    "taken",
    "texts",
    "write_papers",
]
