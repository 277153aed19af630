"""initial"""

import sqlalchemy as sa
from alembic import op

from app.core.schema.protections import protect

revision = "core_0001"
down_revision = None
branch_labels = ("core",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("host", sa.String(length=100), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.String(length=100), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.String(length=100), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_why", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_attachments")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_attachments_uid")),
    )
    op.create_index(op.f("ix_core_attachments_host_record_id"), "core_attachments", ["host", "record_id"], unique=False)
    op.create_table(
        "core_audit_batches",
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("last_entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_core_audit_batches")),
    )
    op.create_table(
        "core_jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("unique_key", sa.String(length=200), nullable=True),
        sa.Column("slot", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("progress_text", sa.Text(), nullable=False),
        sa.Column("heartbeat", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("max_tries", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("folder", sa.String(length=64), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_core_jobs_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_jobs")),
        sa.UniqueConstraint("name", "slot", name=op.f("uq_core_jobs_name_slot")),
    )
    op.create_index(op.f("ix_core_jobs_owner_id"), "core_jobs", ["owner", "id"], unique=False)
    op.create_index(op.f("ix_core_jobs_state_heartbeat"), "core_jobs", ["state", "heartbeat"], unique=False)
    op.create_index(
        "uq_core_jobs_unfinished",
        "core_jobs",
        ["unique_key"],
        unique=True,
        sqlite_where=sa.text("state IN ('queued', 'running')"),
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.create_table(
        "core_login_throttles",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_core_login_throttles")),
    )
    op.create_index(op.f("ix_core_login_throttles_last"), "core_login_throttles", ["last"], unique=False)
    op.create_table(
        "core_modules",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.String(length=40), nullable=True),
        sa.Column("depends", sa.JSON(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("has_say", sa.Boolean(), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("upgraded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_core_modules")),
    )
    op.create_table(
        "core_scope_nodes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["core_scope_nodes.id"], name=op.f("fk_core_scope_nodes_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_scope_nodes")),
        sa.UniqueConstraint("code", name=op.f("uq_core_scope_nodes_code")),
    )
    op.create_index(
        "ix_core_scope_nodes_path",
        "core_scope_nodes",
        ["path"],
        unique=False,
        postgresql_ops={"path": "text_pattern_ops"},
    )
    op.create_table(
        "core_sequences",
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", "period", name=op.f("pk_core_sequences")),
    )
    op.create_table(
        "core_settings",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_core_settings")),
    )
    op.create_table(
        "core_users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=100), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_users")),
        sa.UniqueConstraint("login", name=op.f("uq_core_users_login")),
    )
    op.create_table(
        "core_audit_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("batch_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("os_user", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object_table", sa.String(), nullable=False),
        sa.Column("object_key", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch_no"], ["core_audit_batches.no"], name=op.f("fk_core_audit_entries_batch_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_audit_entries")),
    )
    op.create_index(op.f("ix_core_audit_entries_action"), "core_audit_entries", ["action"], unique=False)
    op.create_index(op.f("ix_core_audit_entries_actor"), "core_audit_entries", ["actor"], unique=False)
    op.create_index(op.f("ix_core_audit_entries_at"), "core_audit_entries", ["at"], unique=False)
    op.create_index(op.f("ix_core_audit_entries_batch_no"), "core_audit_entries", ["batch_no"], unique=False)
    op.create_index(
        op.f("ix_core_audit_entries_object_table_object_key"),
        "core_audit_entries",
        ["object_table", "object_key"],
        unique=False,
    )
    op.create_table(
        "core_credentials",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("password_changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("totp_uid", sa.String(length=32), nullable=True),
        sa.Column("totp_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("totp_confirmed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["core_users.id"], name=op.f("fk_core_credentials_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_core_credentials")),
    )
    op.create_table(
        "core_recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_index", sa.LargeBinary(), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["core_users.id"], name=op.f("fk_core_recovery_codes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_recovery_codes")),
        sa.UniqueConstraint("user_id", "code_index", name=op.f("uq_core_recovery_codes_user_id_code_index")),
    )
    op.create_table(
        "core_role_assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["node_id"], ["core_scope_nodes.id"], name=op.f("fk_core_role_assignments_node_id")),
        sa.ForeignKeyConstraint(["user_id"], ["core_users.id"], name=op.f("fk_core_role_assignments_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_role_assignments")),
    )
    op.create_index(op.f("ix_core_role_assignments_user_id"), "core_role_assignments", ["user_id"], unique=False)
    op.create_table(
        "core_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("stamp", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.Column("revoked", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["core_users.id"], name=op.f("fk_core_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_core_sessions_token_hash")),
    )
    op.create_index(op.f("ix_core_sessions_user_id"), "core_sessions", ["user_id"], unique=False)
    op.create_table(
        "core_audit_values",
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("cipher", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["core_audit_entries.id"], name=op.f("fk_core_audit_values_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", "name", name=op.f("pk_core_audit_values")),
    )
    protect(
        "sqlite",
        "CREATE TRIGGER IF NOT EXISTS core_audit_batches_no_update BEFORE UPDATE ON core_audit_batches BEGIN "
        "SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    )
    protect(
        "sqlite",
        "CREATE TRIGGER IF NOT EXISTS core_audit_batches_no_delete BEFORE DELETE ON core_audit_batches BEGIN "
        "SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    )
    protect(
        "sqlite",
        "CREATE TRIGGER IF NOT EXISTS core_audit_entries_no_update BEFORE UPDATE ON core_audit_entries BEGIN "
        "SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    )
    protect(
        "sqlite",
        "CREATE TRIGGER IF NOT EXISTS core_audit_entries_no_delete BEFORE DELETE ON core_audit_entries BEGIN "
        "SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    )
    protect(
        "sqlite",
        "CREATE TRIGGER IF NOT EXISTS core_audit_values_no_update BEFORE UPDATE ON core_audit_values BEGIN "
        "SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    )
    protect(
        "postgresql",
        "CREATE OR REPLACE FUNCTION core_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
        "EXCEPTION 'the audit log is append-only' USING ERRCODE = 'restrict_violation'; END $$",
    )
    protect(
        "postgresql",
        "CREATE OR REPLACE TRIGGER core_audit_batches_no_update BEFORE UPDATE OR DELETE ON "
        "core_audit_batches FOR EACH ROW EXECUTE FUNCTION core_audit_refuse()",
    )
    protect(
        "postgresql",
        "CREATE OR REPLACE TRIGGER core_audit_entries_no_update BEFORE UPDATE OR DELETE ON "
        "core_audit_entries FOR EACH ROW EXECUTE FUNCTION core_audit_refuse()",
    )
    protect(
        "postgresql",
        "CREATE OR REPLACE TRIGGER core_audit_values_no_update BEFORE UPDATE ON core_audit_values FOR EACH "
        "ROW EXECUTE FUNCTION core_audit_refuse()",
    )
    protect(
        "postgresql",
        "CREATE OR REPLACE TRIGGER core_audit_batches_no_truncate BEFORE TRUNCATE ON core_audit_batches FOR "
        "EACH STATEMENT EXECUTE FUNCTION core_audit_refuse()",
    )
    protect(
        "postgresql",
        "CREATE OR REPLACE TRIGGER core_audit_entries_no_truncate BEFORE TRUNCATE ON core_audit_entries FOR "
        "EACH STATEMENT EXECUTE FUNCTION core_audit_refuse()",
    )


def downgrade() -> None:
    op.drop_table("core_audit_values")
    op.drop_table("core_sessions")
    op.drop_table("core_role_assignments")
    op.drop_table("core_recovery_codes")
    op.drop_table("core_credentials")
    op.drop_table("core_audit_entries")
    op.drop_table("core_users")
    op.drop_table("core_settings")
    op.drop_table("core_sequences")
    op.drop_table("core_scope_nodes")
    op.drop_table("core_modules")
    op.drop_table("core_login_throttles")
    op.drop_table("core_jobs")
    op.drop_table("core_audit_batches")
    op.drop_table("core_attachments")
