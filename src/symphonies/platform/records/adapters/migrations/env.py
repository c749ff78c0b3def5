"""Run by Alembic with the connection it is given."""

from __future__ import annotations

from alembic import context

from symphonies.platform.records.adapters.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
