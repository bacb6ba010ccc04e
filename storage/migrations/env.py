"""What Alembic runs: the migrations, in the transaction of the connection it was given."""

from alembic import context

from storage.migrations.schema import ours
from storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    include_object=ours,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
