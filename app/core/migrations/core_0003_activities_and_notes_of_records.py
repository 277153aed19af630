"""activities and notes of records"""

import sqlalchemy as sa
from alembic import op

revision = "core_0003"
down_revision = "core_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=100), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("summary", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("assignee_login", sa.String(length=100), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.String(length=100), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.String(length=100), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_why", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_activities")),
    )
    with op.batch_alter_table("core_activities", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_activities_assignee_login_is_open_due"),
            ["assignee_login", "is_open", "due"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_core_activities_host_record_id"), ["host", "record_id"], unique=False)

    op.create_table(
        "core_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=100), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=100), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_by", sa.String(length=100), nullable=True),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("struck_why", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_notes")),
    )
    with op.batch_alter_table("core_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_notes_host_record_id"), ["host", "record_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("core_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_notes_host_record_id"))

    op.drop_table("core_notes")
    with op.batch_alter_table("core_activities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_activities_host_record_id"))
        batch_op.drop_index(batch_op.f("ix_core_activities_assignee_login_is_open_due"))

    op.drop_table("core_activities")
