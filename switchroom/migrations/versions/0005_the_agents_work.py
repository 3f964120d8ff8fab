"""Tasks, canned notes, scripts with their history, and the knowledge base"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("agent", sa.String(64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due", sa.Float(), nullable=True),
        sa.Column("customer", sa.String(64), nullable=True),
        sa.Column("call", sa.String(120), nullable=True),
        sa.Column("done", sa.Float(), nullable=True),
    )
    op.create_index("ix_tasks_agent", "tasks", ["agent", "done"])
    op.create_table(
        "canned_notes",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
    )
    op.create_table(
        "scripts",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
    )
    op.create_table(
        "script_history",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("queues", sa.JSON(), nullable=False),
        sa.Column("changed", sa.Float(), nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
    )
    op.create_index("ix_interactions_agent", "interactions", ["agent", "arrived_at"])


def downgrade() -> None:
    op.drop_index("ix_interactions_agent", "interactions")
    for table in ("articles", "script_history", "scripts", "canned_notes", "tasks"):
        op.drop_table(table)
