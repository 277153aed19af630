"""lists"""

import sqlalchemy as sa
from alembic import op

revision = "core_0002"
down_revision = "core_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_list_favourites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["core_users.id"], name=op.f("fk_core_list_favourites_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_list_favourites")),
        sa.UniqueConstraint("place", "owner_id", "name", name=op.f("uq_core_list_favourites_place_owner_id_name")),
    )
    with op.batch_alter_table("core_list_favourites", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_list_favourites_place"), ["place"], unique=False)

    op.create_table(
        "core_list_picks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["core_users.id"], name=op.f("fk_core_list_picks_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_list_picks")),
        sa.UniqueConstraint("token", name=op.f("uq_core_list_picks_token")),
    )
    with op.batch_alter_table("core_list_picks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_list_picks_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "core_list_habits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("favourite_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["favourite_id"], ["core_list_favourites.id"], name=op.f("fk_core_list_habits_favourite_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["core_users.id"], name=op.f("fk_core_list_habits_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_list_habits")),
        sa.UniqueConstraint("owner_id", "place", name=op.f("uq_core_list_habits_owner_id_place")),
    )


def downgrade() -> None:
    op.drop_table("core_list_habits")
    with op.batch_alter_table("core_list_picks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_list_picks_owner_id"))

    op.drop_table("core_list_picks")
    with op.batch_alter_table("core_list_favourites", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_list_favourites_place"))

    op.drop_table("core_list_favourites")
