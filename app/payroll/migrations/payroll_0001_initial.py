"""initial"""

import sqlalchemy as sa
from alembic import op

revision = "payroll_0001"
down_revision = None
branch_labels = ("payroll",)
depends_on = ("core_0001", "staff_0001")


def upgrade() -> None:
    op.create_table(
        "payroll_input_kinds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("is_damages", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_input_kinds")),
        sa.UniqueConstraint("code", name=op.f("uq_payroll_input_kinds_code")),
    )
    op.create_table(
        "payroll_opening_months",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_opening_months")),
    )
    op.create_index(
        "uq_payroll_opening_months_known",
        "payroll_opening_months",
        ["month"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "payroll_scale_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("approved_by", sa.String(length=100), nullable=True),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_scale_versions")),
    )
    op.create_index(
        "uq_payroll_scale_versions_known",
        "payroll_scale_versions",
        ["kind", "start"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "payroll_contribution_rates",
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("employee_rate", sa.Integer(), nullable=False),
        sa.Column("employee_fixed", sa.BigInteger(), nullable=False),
        sa.Column("employer_rate", sa.Integer(), nullable=False),
        sa.Column("employer_fixed", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=False),
        sa.Column("rounding", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["payroll_scale_versions.id"], name=op.f("fk_payroll_contribution_rates_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_contribution_rates")),
        sa.UniqueConstraint("version_id", "item", name=op.f("uq_payroll_contribution_rates_version_id_item")),
    )
    op.create_index(
        op.f("ix_payroll_contribution_rates_version_id"), "payroll_contribution_rates", ["version_id"], unique=False
    )
    op.create_table(
        "payroll_month_grades",
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["staff_employees.id"], name=op.f("fk_payroll_month_grades_employee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_month_grades")),
    )
    op.create_index(op.f("ix_payroll_month_grades_month"), "payroll_month_grades", ["month"], unique=False)
    op.create_index(
        "uq_payroll_month_grades_known",
        "payroll_month_grades",
        ["employee_id", "month"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "payroll_one_off_inputs",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["staff_employees.id"], name=op.f("fk_payroll_one_off_inputs_employee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_one_off_inputs")),
    )
    op.create_index(op.f("ix_payroll_one_off_inputs_month"), "payroll_one_off_inputs", ["month"], unique=False)
    op.create_index(
        "uq_payroll_one_off_inputs_known",
        "payroll_one_off_inputs",
        ["employee_id", "month", "code", "reference", "line"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "payroll_opening_balances",
        sa.Column("income", sa.BigInteger(), nullable=False),
        sa.Column("contributions", sa.BigInteger(), nullable=False),
        sa.Column("special_additional", sa.BigInteger(), nullable=False),
        sa.Column("withheld", sa.BigInteger(), nullable=False),
        sa.Column("deduct_60000_upfront", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["staff_employees.id"], name=op.f("fk_payroll_opening_balances_employee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_opening_balances")),
    )
    op.create_index(op.f("ix_payroll_opening_balances_month"), "payroll_opening_balances", ["month"], unique=False)
    op.create_index(
        "uq_payroll_opening_balances_known",
        "payroll_opening_balances",
        ["employee_id", "month"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "payroll_parameters",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["payroll_scale_versions.id"], name=op.f("fk_payroll_parameters_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_parameters")),
        sa.UniqueConstraint("version_id", "name", name=op.f("uq_payroll_parameters_version_id_name")),
    )
    op.create_index(op.f("ix_payroll_parameters_version_id"), "payroll_parameters", ["version_id"], unique=False)
    op.create_table(
        "payroll_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("legal_entity_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("payment_month", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("uses_draft_scale", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("calculated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(length=100), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["legal_entity_id"], ["staff_legal_entities.id"], name=op.f("fk_payroll_runs_legal_entity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_runs")),
        sa.UniqueConstraint(
            "legal_entity_id", "month", "kind", "number", name=op.f("uq_payroll_runs_legal_entity_id_month_kind_number")
        ),
    )
    op.create_table(
        "payroll_scale_amounts",
        sa.Column("component", sa.String(length=20), nullable=False),
        sa.Column("row_key", sa.String(length=100), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("cap_years", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("requires_registration", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["payroll_scale_versions.id"], name=op.f("fk_payroll_scale_amounts_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_scale_amounts")),
        sa.UniqueConstraint(
            "version_id",
            "component",
            "row_key",
            "step",
            name=op.f("uq_payroll_scale_amounts_version_id_component_row_key_step"),
        ),
    )
    op.create_index(op.f("ix_payroll_scale_amounts_version_id"), "payroll_scale_amounts", ["version_id"], unique=False)
    op.create_table(
        "payroll_special_deductions",
        sa.Column("cumulative", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["staff_employees.id"], name=op.f("fk_payroll_special_deductions_employee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_special_deductions")),
    )
    op.create_index(op.f("ix_payroll_special_deductions_month"), "payroll_special_deductions", ["month"], unique=False)
    op.create_index(
        "uq_payroll_special_deductions_known",
        "payroll_special_deductions",
        ["employee_id", "month"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "payroll_run_totals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["payroll_runs.id"], name=op.f("fk_payroll_run_totals_run_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["staff_org_units.id"], name=op.f("fk_payroll_run_totals_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_run_totals")),
        sa.UniqueConstraint("run_id", "unit_id", "item", name=op.f("uq_payroll_run_totals_run_id_unit_id_item")),
    )
    op.create_index(op.f("ix_payroll_run_totals_run_id"), "payroll_run_totals", ["run_id"], unique=False)
    op.create_table(
        "payroll_slips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("legal_entity_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("employee_number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("branch", sa.String(length=200), nullable=False),
        sa.Column("station", sa.String(length=200), nullable=False),
        sa.Column("branch_position", sa.Integer(), nullable=False),
        sa.Column("station_position", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=100), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("contributions", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("special_additional", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["staff_employees.id"], name=op.f("fk_payroll_slips_employee_id")),
        sa.ForeignKeyConstraint(
            ["legal_entity_id"], ["staff_legal_entities.id"], name=op.f("fk_payroll_slips_legal_entity_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["payroll_runs.id"], name=op.f("fk_payroll_slips_run_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["staff_org_units.id"], name=op.f("fk_payroll_slips_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_slips")),
        sa.UniqueConstraint(
            "employee_id",
            "legal_entity_id",
            "month",
            "kind",
            "number",
            name=op.f("uq_payroll_slips_employee_id_legal_entity_id_month_kind_number"),
        ),
    )
    op.create_index("ix_payroll_slips_run", "payroll_slips", ["run_id", "position"], unique=False)


def downgrade() -> None:
    op.drop_table("payroll_slips")
    op.drop_table("payroll_run_totals")
    op.drop_table("payroll_special_deductions")
    op.drop_table("payroll_scale_amounts")
    op.drop_table("payroll_runs")
    op.drop_table("payroll_parameters")
    op.drop_table("payroll_opening_balances")
    op.drop_table("payroll_one_off_inputs")
    op.drop_table("payroll_month_grades")
    op.drop_table("payroll_contribution_rates")
    op.drop_table("payroll_scale_versions")
    op.drop_table("payroll_opening_months")
    op.drop_table("payroll_input_kinds")
