"""boards and the year"""

import sqlalchemy as sa
from alembic import op

revision = "core_0004"
down_revision = "core_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_year_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("owner_role", sa.String(length=40), nullable=True),
        sa.Column("owner_login", sa.String(length=100), nullable=True),
        sa.Column("per_branch", sa.Boolean(), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.String(length=100), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_year_tasks")),
        sa.UniqueConstraint("year", "code", name=op.f("uq_core_year_tasks_year_code")),
    )
    op.create_table(
        "core_placed_tiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("tile", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["core_users.id"], name=op.f("fk_core_placed_tiles_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_placed_tiles")),
        sa.UniqueConstraint("user_id", "tile", name=op.f("uq_core_placed_tiles_user_id_tile")),
    )
    op.create_table(
        "core_year_ticks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("done_by", sa.String(length=100), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["node_id"], ["core_scope_nodes.id"], name=op.f("fk_core_year_ticks_node_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_year_ticks")),
        sa.UniqueConstraint("year", "code", "node_id", name=op.f("uq_core_year_ticks_year_code_node_id")),
    )
    with op.batch_alter_table("core_year_ticks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_year_ticks_node_id"), ["node_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("core_year_ticks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_year_ticks_node_id"))

    op.drop_table("core_year_ticks")
    op.drop_table("core_placed_tiles")
    op.drop_table("core_year_tasks")
