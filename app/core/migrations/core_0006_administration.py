"""roles asked for, work calendar, pictures"""

import sqlalchemy as sa
from alembic import op

revision = "core_0006"
down_revision = "core_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_pictures",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_core_pictures")),
    )
    op.create_table(
        "core_work_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_work_days")),
    )
    with op.batch_alter_table("core_work_days", schema=None) as batch_op:
        batch_op.create_index(
            "uq_core_work_days_day",
            ["day"],
            unique=True,
            sqlite_where=sa.text("known_to IS NULL"),
            postgresql_where=sa.text("known_to IS NULL"),
        )

    op.create_table(
        "core_work_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.String(length=100), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_core_work_years")),
    )
    op.create_table(
        "core_role_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=100), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["node_id"], ["core_scope_nodes.id"], name=op.f("fk_core_role_requests_node_id")),
        sa.ForeignKeyConstraint(["user_id"], ["core_users.id"], name=op.f("fk_core_role_requests_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_role_requests")),
    )
    with op.batch_alter_table("core_role_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_role_requests_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_role_requests_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("core_role_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_role_requests_user_id"))
        batch_op.drop_index(batch_op.f("ix_core_role_requests_state"))

    op.drop_table("core_role_requests")
    op.drop_table("core_work_years")
    with op.batch_alter_table("core_work_days", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_core_work_days_day",
            sqlite_where=sa.text("known_to IS NULL"),
            postgresql_where=sa.text("known_to IS NULL"),
        )

    op.drop_table("core_work_days")
    op.drop_table("core_pictures")
