"""laundry allowance"""

import sqlalchemy as sa
from alembic import op

revision = "uniforms_0002"
down_revision = "uniforms_0001"
branch_labels = None
depends_on = ("core_0001", "staff_0001")


def upgrade() -> None:
    op.create_table(
        "uniforms_laundry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["staff_employees.id"], name=op.f("fk_uniforms_laundry_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uniforms_laundry")),
    )
    with op.batch_alter_table("uniforms_laundry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uniforms_laundry_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(
            "uq_uniforms_laundry_known",
            ["employee_id", "start"],
            unique=True,
            sqlite_where=sa.text("known_to IS NULL"),
            postgresql_where=sa.text("known_to IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("uniforms_laundry", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_uniforms_laundry_known",
            sqlite_where=sa.text("known_to IS NULL"),
            postgresql_where=sa.text("known_to IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_uniforms_laundry_employee_id"))

    op.drop_table("uniforms_laundry")
