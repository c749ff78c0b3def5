"""The sample rows of corporate finance."""

from symphonies.platform.samples import Step
from symphonies.products.corporate.sampling.announcing import announce
from symphonies.products.corporate.sampling.books import book
from symphonies.products.corporate.sampling.costs import carry, employ, owe_tax
from symphonies.products.corporate.sampling.group import found_group
from symphonies.products.corporate.sampling.outlook import publish
from symphonies.products.corporate.sampling.papers import write_policies
from symphonies.products.corporate.sampling.plans import plan
from symphonies.products.corporate.sampling.pooling import pool

STEPS = (
    Step(found_group, gives=("entities", "fx", "cost_centres")),
    Step(employ, needs=("entities", "fx", "cost_centres"), gives=("payment_requests", "journals")),
    Step(
        carry,
        needs=("entities", "fx", "bank_accounts", "goods_cost"),
        gives=("journals", "cash", "loan_moves"),
    ),
    Step(owe_tax, needs=("journals", "entities", "fx"), gives=("tax_journals", "payment_requests")),
    Step(pool, needs=("cash", "loan_moves", "bank_accounts", "entities", "fx"), gives=("pooled_cash",)),
    Step(
        book,
        needs=("journals", "tax_journals", "cash", "pooled_cash", "bank_accounts", "cost_centres"),
        gives=("ledger",),
    ),
    Step(announce, needs=("payment_requests", "pooled_cash", "bank_accounts", "entities", "fx")),
    Step(plan, needs=("ledger", "statement", "entities", "fx", "cost_centres", "bank_accounts")),
    Step(publish),
    Step(write_policies, needs=("ledger", "statement"), gives=("papers",)),
)
