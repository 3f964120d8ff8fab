"""A customer may belong to an agent"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("owner", sa.String(64), nullable=True))


def downgrade() -> None:
    op.drop_column("customers", "owner")
