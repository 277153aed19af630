"""initial"""

import sqlalchemy as sa
from alembic import op

revision = "uniforms_0001"
down_revision = None
branch_labels = ("uniforms",)
depends_on = ("core_0001", "staff_0001")


def upgrade() -> None:
    op.create_table(
        "uniforms_sizes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("jacket", sa.String(length=5), nullable=False),
        sa.Column("trousers", sa.String(length=5), nullable=False),
        sa.Column("shoes", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["staff_employees.id"], name=op.f("fk_uniforms_sizes_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uniforms_sizes")),
    )
    op.create_index(op.f("ix_uniforms_sizes_employee_id"), "uniforms_sizes", ["employee_id"], unique=False)
    op.create_index(
        "uq_uniforms_sizes_known",
        "uniforms_sizes",
        ["employee_id", "start"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("uniforms_sizes")
