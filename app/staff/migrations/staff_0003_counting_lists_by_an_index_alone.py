"""counting lists by an index alone"""

from alembic import op

revision = "staff_0003"
down_revision = "staff_0002"
branch_labels = None
depends_on = ("core_0001",)


def upgrade() -> None:
    with op.batch_alter_table("staff_today", schema=None) as batch_op:
        batch_op.create_index(
            "ix_staff_today_counted",
            ["status", "branch_id", "education", "post_id", "unit_id", "employee_id", "search"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("staff_today", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_today_counted")
