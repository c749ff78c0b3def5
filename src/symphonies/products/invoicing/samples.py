"""The sample rows of invoicing."""

from symphonies.platform.samples import Step
from symphonies.products.invoicing.sampling.clients import sign_customers
from symphonies.products.invoicing.sampling.collections import collect, log_billing
from symphonies.products.invoicing.sampling.opportunities import negotiate
from symphonies.products.invoicing.sampling.purchases import buy, pay_suppliers
from symphonies.products.invoicing.sampling.sales import sell

STEPS = (
    Step(sign_customers, needs=("entities",), gives=("customers", "collectors")),
    Step(
        sell,
        needs=("entities", "fx", "customers", "contracts", "billing"),
        gives=("sales", "orders", "demand", "goods_cost", "journals"),
    ),
    Step(negotiate, needs=("orders", "customers", "entities", "fx")),
    Step(collect, needs=("sales", "customers", "bank_accounts", "contracts"), gives=("cash", "journals")),
    Step(log_billing, needs=("sales", "collectors")),
    Step(
        buy,
        needs=("demand", "goods_cost", "suppliers", "entities", "cost_centres", "fx"),
        gives=("bills", "payment_requests", "journals"),
    ),
    Step(pay_suppliers, needs=("bills", "payment_outcomes")),
)
