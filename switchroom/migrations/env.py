"""What alembic runs: the migrations over a connection that the server already has."""

from alembic import context

from switchroom.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
