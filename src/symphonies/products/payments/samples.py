"""The sample rows of payments."""

from symphonies.platform.samples import Step
from symphonies.products.payments.sampling.orders import pay
from symphonies.products.payments.sampling.parties import register_parties
from symphonies.products.payments.sampling.statements import hedge_exposures, state_accounts

STEPS = (
    Step(register_parties, needs=("entities", "fx"), gives=("suppliers", "bank_accounts")),
    Step(
        pay,
        needs=("payment_requests", "bank_accounts", "suppliers", "entities", "fx"),
        gives=("payment_outcomes", "cash"),
    ),
    Step(state_accounts, needs=("cash", "pooled_cash", "bank_accounts"), gives=("statement",)),
    Step(hedge_exposures, needs=("journals", "cash", "pooled_cash", "fx")),
)
