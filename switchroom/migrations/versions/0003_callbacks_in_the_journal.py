"""The journal finds the facts of a callback"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("journal", sa.Column("callback", sa.String(140), nullable=True))
    op.create_index("ix_journal_callback", "journal", ["callback", "position"])


def downgrade() -> None:
    op.drop_index("ix_journal_callback", table_name="journal")
    op.drop_column("journal", "callback")
