"""workbook templates"""

import sqlalchemy as sa
from alembic import op

revision = "core_0007"
down_revision = "core_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_workbook_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_workbook_templates")),
        sa.UniqueConstraint("source", "name", name=op.f("uq_core_workbook_templates_source_name")),
    )
    op.create_table(
        "core_workbook_template_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bindings", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=100), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["template_id"], ["core_workbook_templates.id"], name=op.f("fk_core_workbook_template_versions_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_workbook_template_versions")),
        sa.UniqueConstraint(
            "template_id", "number", name=op.f("uq_core_workbook_template_versions_template_id_number")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_core_workbook_template_versions_uid")),
    )


def downgrade() -> None:
    op.drop_table("core_workbook_template_versions")
    op.drop_table("core_workbook_templates")
