"""self-service: change requests, home address, emergency contact"""

import sqlalchemy as sa
from alembic import op

revision = "staff_0002"
down_revision = "staff_0001"
branch_labels = None
depends_on = ("core_0001",)


def upgrade() -> None:
    op.create_table(
        "staff_change_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_change_requests_employee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_change_requests")),
        sa.UniqueConstraint("number", name=op.f("uq_staff_change_requests_number")),
    )
    with op.batch_alter_table("staff_change_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_change_requests_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_change_requests_state"), ["state"], unique=False)

    op.create_table(
        "staff_emergency_contacts",
        sa.Column("contact_name", sa.String(length=100), nullable=True),
        sa.Column("relation", sa.String(length=40), nullable=True),
        sa.Column("contact_phone", sa.String(length=60), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_emergency_contacts_employee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_emergency_contacts")),
    )
    with op.batch_alter_table("staff_emergency_contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_emergency_contacts_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(
            "uq_staff_emergency_contacts_known",
            ["employee_id", "start"],
            unique=True,
            sqlite_where=sa.text("known_to IS NULL"),
            postgresql_where=sa.text("known_to IS NULL"),
        )

    op.create_table(
        "staff_residences",
        sa.Column("address", sa.String(length=500), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_residences_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_residences")),
    )
    with op.batch_alter_table("staff_residences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_residences_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(
            "uq_staff_residences_known",
            ["employee_id", "start"],
            unique=True,
            sqlite_where=sa.text("known_to IS NULL"),
            postgresql_where=sa.text("known_to IS NULL"),
        )

    op.create_table(
        "staff_requested_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("before_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("after_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=True),
        sa.Column("decided_by", sa.String(length=100), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=100), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("correction", sa.Boolean(), nullable=True),
        sa.Column("version", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_requested_changes_employee_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["staff_change_requests.id"], name=op.f("fk_staff_requested_changes_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_requested_changes")),
        sa.UniqueConstraint("uid", name=op.f("uq_staff_requested_changes_uid")),
    )
    with op.batch_alter_table("staff_requested_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_requested_changes_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_requested_changes_request_id"), ["request_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("staff_requested_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_requested_changes_request_id"))
        batch_op.drop_index(batch_op.f("ix_staff_requested_changes_employee_id"))

    op.drop_table("staff_requested_changes")
    with op.batch_alter_table("staff_residences", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_staff_residences_known",
            sqlite_where=sa.text("known_to IS NULL"),
            postgresql_where=sa.text("known_to IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_staff_residences_employee_id"))

    op.drop_table("staff_residences")
    with op.batch_alter_table("staff_emergency_contacts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_staff_emergency_contacts_known",
            sqlite_where=sa.text("known_to IS NULL"),
            postgresql_where=sa.text("known_to IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_staff_emergency_contacts_employee_id"))

    op.drop_table("staff_emergency_contacts")
    with op.batch_alter_table("staff_change_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_change_requests_state"))
        batch_op.drop_index(batch_op.f("ix_staff_change_requests_employee_id"))

    op.drop_table("staff_change_requests")
