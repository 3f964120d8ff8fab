"""Users can be disabled, tokens know when they were used, and webhooks tell other programs of alerts"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("disabled", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("api_tokens", sa.Column("last_used", sa.Float, nullable=True))
    op.create_table(
        "webhooks",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(120), nullable=False, unique=True),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("secret", sa.String(120), nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("tried_at", sa.Float, nullable=True),
        sa.Column("result", sa.String(300), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("webhooks")
    op.drop_column("api_tokens", "last_used")
    op.drop_column("users", "disabled")
