"""The sample rows of compliance and audit."""

from symphonies.platform.samples import Step
from symphonies.products.compliance.sampling.access import grant
from symphonies.products.compliance.sampling.closing import close
from symphonies.products.compliance.sampling.controls import control

STEPS = (
    Step(control, needs=("entities",)),
    Step(grant, needs=("entities",)),
    Step(close, needs=("entities", "fx", "statement", "bank_accounts")),
)
