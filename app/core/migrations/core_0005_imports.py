"""imports"""

import sqlalchemy as sa
from alembic import op

revision = "core_0005"
down_revision = "core_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_import_layouts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("layout", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.String(length=100), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_import_layouts")),
        sa.UniqueConstraint("kind", "title", "layout", name=op.f("uq_core_import_layouts_kind_title_layout")),
    )
    op.create_table(
        "core_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("uploaded_by", sa.String(length=100), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("check_job", sa.Integer(), nullable=True),
        sa.Column("apply_job", sa.Integer(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=100), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('checking', 'columns', 'faulty', 'checked', 'applied', 'undone')",
            name=op.f("ck_core_imports_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_imports")),
    )
    with op.batch_alter_table("core_imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_imports_kind_id"), ["kind", "id"], unique=False)

    op.create_table(
        "core_import_traces",
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["core_imports.id"], name=op.f("fk_core_import_traces_import_id")),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_core_import_traces")),
    )


def downgrade() -> None:
    op.drop_table("core_import_traces")
    with op.batch_alter_table("core_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_imports_kind_id"))

    op.drop_table("core_imports")
    op.drop_table("core_import_layouts")
