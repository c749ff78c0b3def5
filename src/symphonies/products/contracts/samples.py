"""The sample rows of contracts."""

from symphonies.platform.samples import Step
from symphonies.products.contracts.sampling.duties import owe_duties
from symphonies.products.contracts.sampling.papers import write_contracts
from symphonies.products.contracts.sampling.terms import sign_contracts

STEPS = (
    Step(sign_contracts, needs=("entities", "fx", "customers", "suppliers"), gives=("contracts", "billing")),
    Step(owe_duties, needs=("entities", "fx", "contracts")),
    Step(write_contracts, needs=("entities", "fx", "customers", "suppliers", "contracts"), gives=("papers",)),
)
