"""initial"""

import sqlalchemy as sa
from alembic import op

from app.core.schema.protections import protect

revision = "staff_0001"
down_revision = None
branch_labels = ("staff",)
depends_on = ("core_0001",)


def upgrade() -> None:
    op.create_table(
        "staff_employees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_employees")),
        sa.UniqueConstraint("number", name=op.f("uq_staff_employees_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_staff_employees_uid")),
    )
    op.create_table(
        "staff_legal_entities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_legal_entities")),
        sa.UniqueConstraint("code", name=op.f("uq_staff_legal_entities_code")),
    )
    op.create_table(
        "staff_levels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_levels")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_levels_name")),
    )
    op.create_table(
        "staff_posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_posts")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_posts_name")),
    )
    op.create_table(
        "staff_backgrounds",
        sa.Column("political_status", sa.String(length=40), nullable=True),
        sa.Column("education", sa.String(length=40), nullable=True),
        sa.Column("school", sa.String(length=500), nullable=True),
        sa.Column("major", sa.String(length=500), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_backgrounds_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_backgrounds")),
    )
    op.create_index(op.f("ix_staff_backgrounds_employee_id"), "staff_backgrounds", ["employee_id"], unique=False)
    op.create_index(
        "uq_staff_backgrounds_known",
        "staff_backgrounds",
        ["employee_id", "start"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "staff_bank_accounts",
        sa.Column("bank", sa.String(length=200), nullable=True),
        sa.Column("account_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("account_index", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_bank_accounts_employee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_bank_accounts")),
    )
    op.create_index(
        op.f("ix_staff_bank_accounts_account_index"), "staff_bank_accounts", ["account_index"], unique=False
    )
    op.create_index(op.f("ix_staff_bank_accounts_employee_id"), "staff_bank_accounts", ["employee_id"], unique=False)
    op.create_index(
        "uq_staff_bank_accounts_known",
        "staff_bank_accounts",
        ["employee_id", "start"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "staff_contacts",
        sa.Column("phone", sa.String(length=60), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_contacts_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_contacts")),
    )
    op.create_index(op.f("ix_staff_contacts_employee_id"), "staff_contacts", ["employee_id"], unique=False)
    op.create_index(
        "uq_staff_contacts_known",
        "staff_contacts",
        ["employee_id", "start"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "staff_contracts",
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_contracts_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_contracts")),
    )
    op.create_index(op.f("ix_staff_contracts_employee_id"), "staff_contracts", ["employee_id"], unique=False)
    op.create_table(
        "staff_contribution_bases",
        sa.Column("social_base", sa.Integer(), nullable=True),
        sa.Column("housing_base", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_contribution_bases_employee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_contribution_bases")),
    )
    op.create_index(
        op.f("ix_staff_contribution_bases_employee_id"), "staff_contribution_bases", ["employee_id"], unique=False
    )
    op.create_index(
        "uq_staff_contribution_bases_known",
        "staff_contribution_bases",
        ["employee_id", "start"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "staff_employments",
        sa.Column("legal_entity_id", sa.Integer(), nullable=False),
        sa.Column("work_start", sa.Date(), nullable=True),
        sa.Column("first_employment", sa.Boolean(), nullable=False),
        sa.Column("prior_service_months", sa.Integer(), nullable=False),
        sa.Column("break_days", sa.Integer(), nullable=False),
        sa.Column("remark", sa.String(length=500), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_employments_employee_id")),
        sa.ForeignKeyConstraint(
            ["legal_entity_id"], ["staff_legal_entities.id"], name=op.f("fk_staff_employments_legal_entity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_employments")),
    )
    op.create_index(op.f("ix_staff_employments_employee_id"), "staff_employments", ["employee_id"], unique=False)
    op.create_table(
        "staff_gradings",
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("level_since", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_gradings_employee_id")),
        sa.ForeignKeyConstraint(["level_id"], ["staff_levels.id"], name=op.f("fk_staff_gradings_level_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_gradings")),
    )
    op.create_index(op.f("ix_staff_gradings_employee_id"), "staff_gradings", ["employee_id"], unique=False)
    op.create_index(
        "uq_staff_gradings_known",
        "staff_gradings",
        ["employee_id", "start"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "staff_identities",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("ethnicity", sa.String(length=40), nullable=True),
        sa.Column("id_number_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("id_number_index", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_identities_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_identities")),
    )
    op.create_index(op.f("ix_staff_identities_employee_id"), "staff_identities", ["employee_id"], unique=False)
    op.create_index(op.f("ix_staff_identities_id_number_index"), "staff_identities", ["id_number_index"], unique=False)
    op.create_index(op.f("ix_staff_identities_name"), "staff_identities", ["name"], unique=False)
    op.create_index(
        "uq_staff_identities_known",
        "staff_identities",
        ["employee_id", "start"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "staff_org_units",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["core_scope_nodes.id"], name=op.f("fk_staff_org_units_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_org_units")),
        sa.UniqueConstraint("code", name=op.f("uq_staff_org_units_code")),
    )
    op.create_table(
        "staff_post_holdings",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_post_holdings_employee_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["staff_posts.id"], name=op.f("fk_staff_post_holdings_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_post_holdings")),
    )
    op.create_index(op.f("ix_staff_post_holdings_employee_id"), "staff_post_holdings", ["employee_id"], unique=False)
    op.create_index(
        "uq_staff_post_holdings_known",
        "staff_post_holdings",
        ["employee_id", "start"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "staff_probations",
        sa.Column("on_probation", sa.Boolean(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_probations_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_probations")),
    )
    op.create_index(op.f("ix_staff_probations_employee_id"), "staff_probations", ["employee_id"], unique=False)
    op.create_index(
        "uq_staff_probations_known",
        "staff_probations",
        ["employee_id", "start"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "staff_qualifications",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("certificate_number", sa.String(length=100), nullable=True),
        sa.Column("obtained", sa.Date(), nullable=False),
        sa.Column("registered_until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_qualifications_employee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_qualifications")),
    )
    op.create_index(op.f("ix_staff_qualifications_employee_id"), "staff_qualifications", ["employee_id"], unique=False)
    op.create_index(
        "uq_staff_qualifications_known",
        "staff_qualifications",
        ["employee_id", "name", "obtained"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "staff_assignments",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_assignments_employee_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["staff_org_units.id"], name=op.f("fk_staff_assignments_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_assignments")),
    )
    op.create_index(op.f("ix_staff_assignments_employee_id"), "staff_assignments", ["employee_id"], unique=False)
    op.create_index(op.f("ix_staff_assignments_unit_id"), "staff_assignments", ["unit_id"], unique=False)
    op.create_index(
        "uq_staff_assignments_known",
        "staff_assignments",
        ["employee_id", "start"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "staff_org_unit_placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("legal_entity_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["legal_entity_id"], ["staff_legal_entities.id"], name=op.f("fk_staff_org_unit_placements_legal_entity_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["staff_org_units.id"], name=op.f("fk_staff_org_unit_placements_parent_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["staff_org_units.id"], name=op.f("fk_staff_org_unit_placements_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_org_unit_placements")),
    )
    op.create_index(
        op.f("ix_staff_org_unit_placements_unit_id"), "staff_org_unit_placements", ["unit_id"], unique=False
    )
    op.create_index(
        "uq_staff_org_unit_placements_known",
        "staff_org_unit_placements",
        ["unit_id", "start"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "staff_today",
        sa.Column("employee_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("search", sa.String(length=600), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("education", sa.String(length=40), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("level_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("hire_date", sa.Date(), nullable=True),
        sa.Column("leave_date", sa.Date(), nullable=True),
        sa.Column("contract_end", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["staff_org_units.id"], name=op.f("fk_staff_today_branch_id")),
        sa.ForeignKeyConstraint(["employee_id"], ["staff_employees.id"], name=op.f("fk_staff_today_employee_id")),
        sa.ForeignKeyConstraint(["level_id"], ["staff_levels.id"], name=op.f("fk_staff_today_level_id")),
        sa.ForeignKeyConstraint(["post_id"], ["staff_posts.id"], name=op.f("fk_staff_today_post_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["staff_org_units.id"], name=op.f("fk_staff_today_unit_id")),
        sa.PrimaryKeyConstraint("employee_id", name=op.f("pk_staff_today")),
        sa.UniqueConstraint("number", name=op.f("uq_staff_today_number")),
    )
    op.create_index(op.f("ix_staff_today_branch_id"), "staff_today", ["branch_id"], unique=False)
    op.create_index(op.f("ix_staff_today_contract_end"), "staff_today", ["contract_end"], unique=False)
    op.create_index(op.f("ix_staff_today_hire_date"), "staff_today", ["hire_date"], unique=False)
    op.create_index(op.f("ix_staff_today_name_key"), "staff_today", ["name_key"], unique=False)
    op.create_index(op.f("ix_staff_today_status"), "staff_today", ["status"], unique=False)
    op.create_index(op.f("ix_staff_today_unit_id"), "staff_today", ["unit_id"], unique=False)
    protect(
        "postgresql",
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
    )
    protect(
        "postgresql",
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'ex_staff_contracts_overlap' "
        "AND conrelid = 'staff_contracts'::regclass) THEN ALTER TABLE staff_contracts ADD CONSTRAINT "
        "ex_staff_contracts_overlap EXCLUDE USING gist (employee_id WITH =, daterange(start, \"end\", '[]') "
        "WITH &&) WHERE (known_to IS NULL); END IF; END $$",
    )
    protect(
        "sqlite",
        "CREATE TRIGGER IF NOT EXISTS tr_staff_contracts_overlap_insert BEFORE INSERT ON staff_contracts "
        "WHEN NEW.known_to IS NULL AND EXISTS (SELECT 1 FROM staff_contracts AS other WHERE "
        "other.employee_id = NEW.employee_id AND other.id IS NOT NEW.id AND other.known_to IS NULL AND "
        "other.start <= COALESCE(NEW.\"end\", '9999-12-31') AND COALESCE(other.\"end\", '9999-12-31') >= "
        "NEW.start) BEGIN SELECT RAISE(ABORT, 'ex_staff_contracts_overlap'); END",
    )
    protect(
        "sqlite",
        "CREATE TRIGGER IF NOT EXISTS tr_staff_contracts_overlap_update BEFORE UPDATE ON staff_contracts "
        "WHEN NEW.known_to IS NULL AND EXISTS (SELECT 1 FROM staff_contracts AS other WHERE "
        "other.employee_id = NEW.employee_id AND other.id IS NOT NEW.id AND other.known_to IS NULL AND "
        "other.start <= COALESCE(NEW.\"end\", '9999-12-31') AND COALESCE(other.\"end\", '9999-12-31') >= "
        "NEW.start) BEGIN SELECT RAISE(ABORT, 'ex_staff_contracts_overlap'); END",
    )
    protect(
        "postgresql",
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
    )
    protect(
        "postgresql",
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'ex_staff_employments_overlap' "
        "AND conrelid = 'staff_employments'::regclass) THEN ALTER TABLE staff_employments ADD CONSTRAINT "
        "ex_staff_employments_overlap EXCLUDE USING gist (employee_id WITH =, daterange(start, \"end\", '[]') "
        "WITH &&) WHERE (known_to IS NULL); END IF; END $$",
    )
    protect(
        "sqlite",
        "CREATE TRIGGER IF NOT EXISTS tr_staff_employments_overlap_insert BEFORE INSERT ON staff_employments "
        "WHEN NEW.known_to IS NULL AND EXISTS (SELECT 1 FROM staff_employments AS other WHERE "
        "other.employee_id = NEW.employee_id AND other.id IS NOT NEW.id AND other.known_to IS NULL AND "
        "other.start <= COALESCE(NEW.\"end\", '9999-12-31') AND COALESCE(other.\"end\", '9999-12-31') >= "
        "NEW.start) BEGIN SELECT RAISE(ABORT, 'ex_staff_employments_overlap'); END",
    )
    protect(
        "sqlite",
        "CREATE TRIGGER IF NOT EXISTS tr_staff_employments_overlap_update BEFORE UPDATE ON staff_employments "
        "WHEN NEW.known_to IS NULL AND EXISTS (SELECT 1 FROM staff_employments AS other WHERE "
        "other.employee_id = NEW.employee_id AND other.id IS NOT NEW.id AND other.known_to IS NULL AND "
        "other.start <= COALESCE(NEW.\"end\", '9999-12-31') AND COALESCE(other.\"end\", '9999-12-31') >= "
        "NEW.start) BEGIN SELECT RAISE(ABORT, 'ex_staff_employments_overlap'); END",
    )


def downgrade() -> None:
    op.drop_table("staff_today")
    op.drop_table("staff_org_unit_placements")
    op.drop_table("staff_assignments")
    op.drop_table("staff_qualifications")
    op.drop_table("staff_probations")
    op.drop_table("staff_post_holdings")
    op.drop_table("staff_org_units")
    op.drop_table("staff_identities")
    op.drop_table("staff_gradings")
    op.drop_table("staff_employments")
    op.drop_table("staff_contribution_bases")
    op.drop_table("staff_contracts")
    op.drop_table("staff_contacts")
    op.drop_table("staff_bank_accounts")
    op.drop_table("staff_backgrounds")
    op.drop_table("staff_posts")
    op.drop_table("staff_levels")
    op.drop_table("staff_legal_entities")
    op.drop_table("staff_employees")
