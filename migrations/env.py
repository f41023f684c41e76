"""One transaction per migration on both databases; the guards are made again at the end (L1)."""

import os

from alembic import context
from sqlalchemy import create_engine, event, pool

from consultation.models import Base, fulltext, guards

url = context.config.attributes.get("url") or os.environ["CONSULTATION_DATABASE_URL"]
sqlite = url.startswith("sqlite")
own = {"isolation_level": None} if sqlite else {}
engine = create_engine(url, hide_parameters=True, poolclass=pool.NullPool, connect_args=own)
if sqlite:
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))

with engine.connect() as connection:  # foreign_keys stays OFF: a batch rewrite drops the table, and that cascades
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=sqlite,
        compare_server_default=True,
        include_object=fulltext.compared(connection.dialect.name),
        transactional_ddl=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise RuntimeError(f"migration broke foreign keys: {broken}")
    connection.rollback()
    if context.config.attributes.get("guards", True):
        with connection.begin():
            guards.create(connection)
engine.dispose()
