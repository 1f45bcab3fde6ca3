"""All tables of the first release, and the sections that a fresh database has."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import storage.types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Names, keys (folded names), slugs and emojis as they were at this step: a migration does not
# change when the code does.
SECTIONS = [
    ("Світ", "світ", "svit", "🌍"),
    ("Політика", "політика", "polityka", "🏛"),
    ("Війна", "війна", "viina", "🛡"),
    ("Економіка", "економіка", "ekonomika", "📈"),
    ("Суспільство", "суспільство", "suspilstvo", "👥"),
    ("Спорт", "спорт", "sport", "⚽️"),
    ("Культура", "культура", "kultura", "🎭"),
]


def upgrade() -> None:
    op.create_table(
        "channel",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("last_message_id", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("pins", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("pinned_hours", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "layout", sa.String(length=16), server_default=sa.text("'above'"), nullable=False
        ),
        sa.Column(
            "template", sa.String(length=16), server_default=sa.text("'usual'"), nullable=False
        ),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("spacing", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("round_up_posts", sa.Integer(), nullable=True),
        sa.Column("round_up_minutes", sa.Integer(), nullable=True),
        sa.Column("is_group", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_forum", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("last_post_at", storage.types.Moment(), nullable=True),
        sa.Column("left_at", storage.types.Moment(), nullable=True),
        sa.Column("offered_by", sa.BigInteger(), nullable=True),
        sa.Column("offered_at", storage.types.Moment(), nullable=True),
        sa.Column("announced_at", storage.types.Moment(), nullable=True),
        sa.Column("announced", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_channel")),
    )
    op.create_index(op.f("ix_channel_announced_at"), "channel", ["announced_at"], unique=False)
    op.create_table(
        "chat_pace",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("next_at", storage.types.Moment(), nullable=False),
        sa.Column("held_until", storage.types.Moment(), nullable=True),
        sa.Column("busy_with", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_chat_pace")),
    )
    op.create_index(
        "ix_chat_pace_busy",
        "chat_pace",
        ["busy_with"],
        unique=False,
        sqlite_where=sa.text("busy_with IS NOT NULL"),
        postgresql_where=sa.text("busy_with IS NOT NULL"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("again", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("anew", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("not_before", storage.types.Moment(), nullable=False),
        sa.Column("lease_until", storage.types.Moment(), nullable=True),
        sa.Column("holder", sa.String(length=16), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("more_ids", sa.Text(), nullable=True),
        sa.Column("pictures", sa.Text(), nullable=True),
        sa.Column("sent_revision", sa.Integer(), nullable=True),
        sa.Column("sent_at", storage.types.Moment(), nullable=True),
        sa.Column("sent_after", sa.BigInteger(), nullable=True),
        sa.Column("sent_print", sa.Text(), nullable=True),
        sa.Column("may_be", sa.Text(), nullable=True),
        sa.Column("sent_pictures", sa.Text(), nullable=True),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("exact_print", sa.Text(), nullable=True),
        sa.Column("by_hand", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("maybe_twice", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("to_pin", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("unpin_at", storage.types.Moment(), nullable=True),
        sa.Column("to_unpin", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("reason_words", sa.Text(), nullable=True),
        sa.Column("enqueued_at", storage.types.Moment(), nullable=False),
        sa.Column("first_shown_at", storage.types.Moment(), nullable=True),
        sa.Column("shown_at", storage.types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "kind", "subject_id", "chat_id", name=op.f("uq_delivery_kind_subject_id_chat_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_delivery_chat_id"), "delivery", ["chat_id"], unique=False)
    op.create_index(
        "ix_delivery_failed_post",
        "delivery",
        ["chat_id", "kind", "subject_id"],
        unique=False,
        sqlite_where=sa.text("state = 'failed' AND audience = 'channel'"),
        postgresql_where=sa.text("state = 'failed' AND audience = 'channel'"),
    )
    op.create_index(
        "ix_delivery_in_hand",
        "delivery",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "ix_delivery_on_top",
        "delivery",
        ["unpin_at"],
        unique=False,
        sqlite_where=sa.text("unpin_at IS NOT NULL"),
        postgresql_where=sa.text("unpin_at IS NOT NULL"),
    )
    op.create_index(
        "ix_delivery_post",
        "delivery",
        ["chat_id", "message_id"],
        unique=False,
        sqlite_where=sa.text("chat_id < 0 AND message_id IS NOT NULL"),
        postgresql_where=sa.text("chat_id < 0 AND message_id IS NOT NULL"),
    )
    op.create_index(
        "ix_delivery_not_received",
        "delivery",
        ["kind", "subject_id"],
        unique=False,
        sqlite_where=sa.text("state IN ('failed', 'skipped')"),
        postgresql_where=sa.text("state IN ('failed', 'skipped')"),
    )
    op.create_index(
        "ix_delivery_open",
        "delivery",
        ["lane", "not_before", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('due', 'unknown')"),
        postgresql_where=sa.text("state IN ('due', 'unknown')"),
    )
    op.create_table(
        "deed",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", storage.types.Moment(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("did", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_deed_about_number"), "deed", ["about", "number"], unique=False)
    op.create_table(
        "editor",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("since", storage.types.Moment(), nullable=False),
        sa.Column(
            "section_ids",
            sa.JSON(none_as_null=True),
            server_default=sa.text("'[]'"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_editor")),
    )
    op.create_table(
        "restoration",
        sa.Column("taken_at", storage.types.Moment(), nullable=False),
        sa.Column("restored_at", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("taken_at", name=op.f("pk_restoration")),
    )
    op.create_table(
        "gap",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_gap")),
    )
    op.create_table(
        "identity",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("since", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", name=op.f("pk_identity")),
    )
    op.create_table(
        "inbox",
        sa.Column(
            "update_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("kept_at", storage.types.Moment(), nullable=False),
        sa.Column("asked_at", storage.types.Moment(), nullable=False),
        sa.Column("asked_by", storage.types.Moment(), nullable=True),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("of_desk", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=True),
        sa.Column("held_until", storage.types.Moment(), nullable=True),
        sa.Column("begun", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("aside_at", storage.types.Moment(), nullable=True),
        sa.Column("done", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox")),
    )
    op.create_index(
        "ix_inbox_claimable",
        "inbox",
        [sa.literal_column("of_desk DESC"), "update_id", "line"],
        unique=False,
        sqlite_where=sa.text("done = 0 AND aside_at IS NULL AND holder IS NULL"),
        postgresql_where=sa.text("NOT done AND aside_at IS NULL AND holder IS NULL"),
    )
    op.create_index(
        "ix_inbox_line",
        "inbox",
        ["line", "update_id"],
        unique=False,
        sqlite_where=sa.text("done = 0 AND aside_at IS NULL"),
        postgresql_where=sa.text("NOT done AND aside_at IS NULL"),
    )
    op.create_index(
        "ix_inbox_held",
        "inbox",
        ["held_until"],
        unique=False,
        sqlite_where=sa.text("holder IS NOT NULL"),
        postgresql_where=sa.text("holder IS NOT NULL"),
    )
    op.create_table(
        "invitation",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("invited_by", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", storage.types.Moment(), nullable=False),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_invitation")),
    )
    op.create_table(
        "paste_part",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("formats", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("source", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("arrived_at", storage.types.Moment(), nullable=False),
        sa.Column("complete_at", storage.types.Moment(), nullable=False),
        sa.Column("attached", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("group_id", sa.String(length=64), nullable=True),
        sa.Column("article_id", sa.BigInteger(), nullable=True),
        sa.Column("taken", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paste_part")),
        sa.UniqueConstraint(
            "chat_id", "message_id", name=op.f("uq_paste_part_chat_id_message_id")
        ),
    )
    op.create_table(
        "picture",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=True),
        sa.Column("unique_id", sa.String(length=64), nullable=True),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_picture")),
    )
    op.create_index(op.f("ix_picture_at"), "picture", ["at"], unique=False)
    op.create_index(op.f("ix_picture_unique_id"), "picture", ["unique_id"], unique=False)
    op.create_table(
        "lease",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("holder", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lease")),
    )
    op.create_table(
        "process",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("machine", sa.String(length=64), nullable=False),
        sa.Column("until", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_process")),
    )
    op.create_table(
        "poll_mark",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("heard_at", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_poll_mark")),
    )
    op.create_table(
        "reader",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("joined_at", storage.types.Moment(), nullable=False),
        sa.Column("left_at", storage.types.Moment(), nullable=True),
        sa.Column(
            "pace", sa.String(length=16), server_default=sa.text("'instant'"), nullable=False
        ),
        sa.Column("reads", sa.String(length=8), nullable=True),
        sa.Column("paged", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("digest_at", sa.String(length=32), nullable=True),
        sa.Column("digest_day", sa.Integer(), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("paused_until", storage.types.Moment(), nullable=True),
        sa.Column("holds_from", storage.types.Moment(), nullable=True),
        sa.Column("capped_from", storage.types.Moment(), nullable=True),
        sa.Column("cap_left", sa.Integer(), nullable=True),
        sa.Column("cut_at", storage.types.Moment(), nullable=True),
        sa.Column("next_at", storage.types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_reader_chat_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reader_joined_at"), "reader", ["joined_at"], unique=False)
    op.create_index(
        "ix_reader_left_at",
        "reader",
        ["left_at"],
        unique=False,
        sqlite_where=sa.text("left_at IS NOT NULL"),
        postgresql_where=sa.text("left_at IS NOT NULL"),
    )
    op.create_index(
        "ix_reader_next_at",
        "reader",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        "ix_reader_capped",
        "reader",
        ["id"],
        unique=False,
        sqlite_where=sa.text("cap_left IS NOT NULL"),
        postgresql_where=sa.text("cap_left IS NOT NULL"),
    )
    op.create_table(
        "digest",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("local", storage.types.Moment(), nullable=False),
        sa.Column("articles", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("made_at", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("key", name=op.f("uq_digest_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_digest_made_at"), "digest", ["made_at"], unique=False)
    op.create_table(
        "topic",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_topic_kind_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "topic_term",
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column(
            "topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_topic_term_topic_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("term", "topic_id", name=op.f("pk_topic_term")),
    )
    op.create_index(op.f("ix_topic_term_topic_id"), "topic_term", ["topic_id"], unique=False)
    op.create_table(
        "topic_choice",
        sa.Column(
            "topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "reader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("mutes", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_topic_choice_topic_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"],
            ["reader.id"],
            name=op.f("fk_topic_choice_reader_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("topic_id", "reader_id", name=op.f("pk_topic_choice")),
    )
    op.create_index(op.f("ix_topic_choice_reader_id"), "topic_choice", ["reader_id"], unique=False)
    op.create_index(
        "ix_topic_choice_follows",
        "topic_choice",
        ["topic_id", "reader_id"],
        unique=False,
        sqlite_where=sa.text("mutes = 0"),
        postgresql_where=sa.text("NOT mutes"),
    )
    op.create_index(
        "ix_topic_choice_mutes",
        "topic_choice",
        ["topic_id", "reader_id"],
        unique=False,
        sqlite_where=sa.text("mutes"),
        postgresql_where=sa.text("mutes"),
    )
    op.create_table(
        "readers_stop",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("agreed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=True),
        sa.Column("since", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_readers_stop")),
    )
    op.create_table(
        "section",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("emoji", sa.String(length=16), nullable=False),
        sa.Column("needs_second", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("hashtag", sa.String(length=64), nullable=True),
        sa.Column("place", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("edition", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["section.id"], name=op.f("fk_section_merged_into")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sa.UniqueConstraint("key", name=op.f("uq_section_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_section_slug")),
    )
    op.create_table(
        "token_pace",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("next_at", storage.types.Moment(), nullable=False),
        sa.Column("per_second", sa.Float(), nullable=True),
        sa.Column("halted_until", storage.types.Moment(), nullable=True),
        sa.Column("halted_by", sa.BigInteger(), nullable=True),
        sa.Column("probe_at", storage.types.Moment(), nullable=True),
        sa.Column("probes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("seen_at", storage.types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_token_pace")),
    )
    op.create_table(
        "late_edit",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_late_edit")),
    )
    op.create_table(
        "unreached",
        sa.Column("delivery_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_unreached")),
    )
    op.create_table(
        "article",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("headline_key", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("link_key", sa.Text(), nullable=True),
        sa.Column("published_at", storage.types.Moment(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("warnings", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("breaking", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column(
            "resembles", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("amends", sa.Integer(), nullable=True),
        sa.Column("created_at", storage.types.Moment(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("released_at", storage.types.Moment(), nullable=True),
        sa.Column("released_by", sa.BigInteger(), nullable=True),
        sa.Column("dated_at", storage.types.Moment(), nullable=True),
        sa.Column("corrected_at", storage.types.Moment(), nullable=True),
        sa.Column("marked_at", storage.types.Moment(), nullable=True),
        sa.Column("retracted_at", storage.types.Moment(), nullable=True),
        sa.Column("paid", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("unpaid_because", sa.String(length=32), nullable=True),
        sa.Column("unpaid_words", sa.Text(), nullable=True),
        sa.Column("scheduled_at", storage.types.Moment(), nullable=True),
        sa.Column("scheduled_by", sa.BigInteger(), nullable=True),
        sa.Column("embargo_until", storage.types.Moment(), nullable=True),
        sa.Column("outlets", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("layout", sa.String(length=16), nullable=True),
        sa.Column("anew_from", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("proved", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["resembles"], ["article.id"], name=op.f("fk_article_resembles")),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_article_section_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_article_fingerprint"), "article", ["fingerprint"], unique=False)
    op.create_index(op.f("ix_article_headline_key"), "article", ["headline_key"], unique=False)
    op.create_index(op.f("ix_article_link_key"), "article", ["link_key"], unique=False)
    op.create_index(op.f("ix_article_published_at"), "article", ["published_at"], unique=False)
    public = sa.text("state IN ('published', 'archived')")
    for name, columns, where in (
        ("public", ["dated_at", "id"], public),
        ("public_of_section", ["section_id", "dated_at", "id"], public),
        ("released", ["released_at", "id"], public),
        ("draft", ["created_at", "id"], sa.text("state = 'draft'")),
        ("resembling", ["resembles"], sa.text("state = 'draft'")),
        ("retracted", ["released_at", "id"], sa.text("state = 'retracted'")),
        ("scheduled", ["scheduled_at", "id"], sa.text("scheduled_at IS NOT NULL")),
        ("outlets", ["id"], sa.text("outlets IS NOT NULL")),
        ("corrected_at", ["corrected_at"], sa.text("corrected_at IS NOT NULL")),
        ("retracted_at", ["retracted_at"], sa.text("retracted_at IS NOT NULL")),
    ):
        op.create_index(
            f"ix_article_{name}",
            "article",
            columns,
            unique=False,
            sqlite_where=where,
            postgresql_where=where,
        )
    op.create_table(
        "channel_section",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["channel.chat_id"],
            name=op.f("fk_channel_section_chat_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_channel_section_section_id")
        ),
        sa.PrimaryKeyConstraint("chat_id", "section_id", name=op.f("pk_channel_section")),
    )
    op.create_index(
        op.f("ix_channel_section_section_id"), "channel_section", ["section_id"], unique=False
    )
    op.create_table(
        "feed",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("categories", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("publish", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("wanted", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("unwanted", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("next_poll_at", storage.types.Moment(), nullable=False),
        sa.Column("heard_at", storage.types.Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("trouble", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("moves_to", sa.Text(), nullable=True),
        sa.Column("moves", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("added_at", storage.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_feed_section_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("key", name=op.f("uq_feed_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_feed_next_poll_at"), "feed", ["next_poll_at"], unique=False)
    op.create_table(
        "follow",
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "reader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["reader.id"], name=op.f("fk_follow_reader_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_follow_section_id")),
        sa.PrimaryKeyConstraint("section_id", "reader_id", name=op.f("pk_follow")),
    )
    op.create_index(op.f("ix_follow_reader_id"), "follow", ["reader_id"], unique=False)
    op.create_table(
        "awaited_page",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("asked_at", storage.types.Moment(), nullable=False),
        sa.Column("due_at", storage.types.Moment(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_awaited_page_article_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awaited_page")),
    )
    op.create_table(
        "fan_out",
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("high_id", sa.BigInteger(), nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("has_topics", sa.Boolean(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("in_doubt", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("rolled_up", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_fan_out_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_fan_out_section_id")
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_fan_out")),
    )
    op.create_index(
        "ix_fan_out_open",
        "fan_out",
        ["lane", "article_id"],
        unique=False,
        sqlite_where=sa.text("last_id < high_id AND paused = 0"),
        postgresql_where=sa.text("last_id < high_id AND NOT paused"),
    )
    op.create_index(
        "ix_fan_out_kept",
        "fan_out",
        ["article_id"],
        unique=False,
        sqlite_where=sa.text("rolled_up = 0"),
        postgresql_where=sa.text("NOT rolled_up"),
    )
    op.create_table(
        "article_topic",
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_topic_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_article_topic_topic_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "topic_id", name=op.f("pk_article_topic")),
    )
    op.create_index(op.f("ix_article_topic_topic_id"), "article_topic", ["topic_id"], unique=False)
    op.create_table(
        "origin",
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("external_id", sa.String(length=300), nullable=False),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("revision", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("told_at", storage.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_origin_article_id")),
        sa.PrimaryKeyConstraint("source", "external_id", name=op.f("pk_origin")),
    )
    op.create_index(op.f("ix_origin_article_id"), "origin", ["article_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("feed_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("seen", sa.BigInteger(), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("asked_at", storage.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_question_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name=op.f("fk_question_feed_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_question_section_id")
        ),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_article_id"), "question", ["article_id"], unique=False)
    op.create_table(
        "revision",
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("made_at", storage.types.Moment(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("marked_at", storage.types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_revision_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_revision_section_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "number", name=op.f("pk_revision")),
    )
    op.create_table(
        "rollup",
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("reason_words", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("maybe_twice", sa.Integer(), nullable=False),
        sa.Column("first_shown_at", storage.types.Moment(), nullable=True),
        sa.Column("last_shown_at", storage.types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_rollup_article_id")),
        sa.PrimaryKeyConstraint(
            "article_id", "state", "reason", "reason_words", name=op.f("pk_rollup")
        ),
    )
    _add_tables_of_the_desk()
    _add_letters()
    _add_saved()
    _add_search()
    _add_shelves()
    op.create_table(
        "wish",
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("breaking", sa.Boolean(), nullable=False),
        sa.Column("of", sa.String(length=64), nullable=False),
        sa.Column("asked_at", storage.types.Moment(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_wish_article_id")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_wish")),
    )
    _add_round_ups()
    _add_forums()
    _add_what_is_open()
    _add_sections()


def _add_round_ups() -> None:
    op.create_table(
        "round_up",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("begun_at", storage.types.Moment(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_up")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_round_up_chat_id_begun_at"), "round_up", ["chat_id", "begun_at"], unique=False
    )
    op.create_table(
        "round_up_item",
        sa.Column(
            "round_up_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("added_at", storage.types.Moment(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_up_id"], ["round_up.id"], name=op.f("fk_round_up_item_round_up_id")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_round_up_item_article_id")
        ),
        sa.PrimaryKeyConstraint("round_up_id", "article_id", name=op.f("pk_round_up_item")),
    )
    op.create_index(
        op.f("ix_round_up_item_article_id"), "round_up_item", ["article_id"], unique=False
    )


def _add_forums() -> None:
    op.create_table(
        "forum_thread",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["channel.chat_id"],
            name=op.f("fk_forum_thread_chat_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chat_id", "thread_id", name=op.f("pk_forum_thread")),
    )


def _add_what_is_open() -> None:
    op.create_table(
        "form",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_form_article_id")),
        sa.PrimaryKeyConstraint("chat_id", "article_id", "kind", name=op.f("pk_form")),
    )
    op.create_table(
        "look",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("is_picture", sa.Boolean(), nullable=False),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("looked_at", storage.types.Moment(), nullable=True),
        sa.Column("due_at", storage.types.Moment(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_look_article_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_look")),
    )
    op.create_index(op.f("ix_look_due_at"), "look", ["due_at"], unique=False)
    op.create_table(
        "former_section_name",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_former_section_name_section_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_former_section_name")),
    )
    op.create_index(
        op.f("ix_former_section_name_section_id"),
        "former_section_name",
        ["section_id"],
        unique=False,
    )


def _add_tables_of_the_desk() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("made_at", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_notice_made_at"), "notice", ["made_at"], unique=False)
    op.create_table(
        "channel_words",
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("words", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_channel_words_article_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "chat_id", name=op.f("pk_channel_words")),
    )
    op.create_index(op.f("ix_channel_words_chat_id"), "channel_words", ["chat_id"], unique=False)
    op.create_table(
        "channel_size",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "day", name=op.f("pk_channel_size")),
    )
    op.create_table(
        "section_size",
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("followers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_section_size_section_id")
        ),
        sa.PrimaryKeyConstraint("section_id", "day", name=op.f("pk_section_size")),
    )
    op.create_table(
        "reaction",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("told_at", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_reaction")),
    )
    op.create_index(op.f("ix_reaction_told_at"), "reaction", ["told_at"], unique=False)
    op.create_table(
        "worry",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("since", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_worry")),
    )


def _add_sections() -> None:
    section = sa.table(
        "section", sa.column("name"), sa.column("key"), sa.column("slug"), sa.column("emoji")
    )
    columns = ("name", "key", "slug", "emoji")
    op.bulk_insert(section, [dict(zip(columns, row, strict=True)) for row in SECTIONS])


def _add_shelves() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "archive_name",
        sa.Column("id", number, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_name")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_archive_name_kind_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_archive_name_kind_articles_id"),
        "archive_name",
        ["kind", "articles", "id"],
        unique=False,
    )
    op.create_table(
        "archive_entry",
        sa.Column("name_id", number, nullable=False),
        sa.Column("dated_at", storage.types.Moment(), autoincrement=False, nullable=False),
        sa.Column("article_id", number, nullable=False),
        sa.ForeignKeyConstraint(
            ["name_id"], ["archive_name.id"], name=op.f("fk_archive_entry_name_id")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_archive_entry_article_id")
        ),
        sa.PrimaryKeyConstraint(
            "name_id", "dated_at", "article_id", name=op.f("pk_archive_entry")
        ),
    )
    op.create_index(
        op.f("ix_archive_entry_article_id"), "archive_entry", ["article_id"], unique=False
    )


def _add_search() -> None:
    op.create_table(
        "search",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_search_asked_at"), "search", ["asked_at"], unique=False)
    op.create_index(op.f("ix_search_user_id"), "search", ["user_id"], unique=False)
    op.create_table(
        "search_entry",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "terms", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_search_entry_article_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("article_id", name=op.f("uq_search_entry_article_id")),
    )
    op.create_table(
        "search_word",
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_state",
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("up_to", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("made_by", name=op.f("pk_search_state")),
    )
    if op.get_context().dialect.name == "postgresql":
        # Terms stand apart from their rows: to count hits nobody reads them.
        op.execute("ALTER TABLE search_entry SET (toast_tuple_target = 128)")
        # Some forty articles wait in a list until all their terms are put into the index at once,
        # which is half the work. Whoever searches looks through the list, too: it has to be short.
        op.execute(
            "CREATE INDEX ix_search_entry_terms ON search_entry"
            " USING gin (terms, (ARRAY[((key >> 16) / 10080)::int]))"
            " WITH (gin_pending_list_limit = 512)"
        )
    else:
        op.execute(
            "CREATE VIRTUAL TABLE search_terms"
            " USING fts5(terms, content='', tokenize='ascii', columnsize=0)"
        )
        # What `SearchStore.merge` brings together: two of a size, where the usual are four.
        op.execute("INSERT INTO search_terms (search_terms, rank) VALUES ('usermerge', 2)")


def _add_letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("album", sa.Text(), nullable=True),
        sa.Column("more_ids", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("at", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("uq_letter_chat_id_message_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_letter_at"), "letter", ["at"], unique=False)
    op.create_table(
        "letter_answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("desk_chat_id", sa.BigInteger(), nullable=False),
        sa.Column("desk_message_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_as", sa.BigInteger(), nullable=True),
        sa.Column("album", sa.Text(), nullable=True),
        sa.Column("file", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("due_at", storage.types.Moment(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["letter.id"],
            name=op.f("fk_letter_answer_letter_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_answer")),
        sa.UniqueConstraint(
            "desk_chat_id",
            "desk_message_id",
            name=op.f("uq_letter_answer_desk_chat_id_desk_message_id"),
        ),
    )
    op.create_index(
        "ix_letter_answer_due_at",
        "letter_answer",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_letter_answer_letter_id"), "letter_answer", ["letter_id"], unique=False
    )
    op.create_table(
        "letter_block",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("since", storage.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_letter_block")),
    )


def _add_saved() -> None:
    op.create_table(
        "saved",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", storage.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_saved_article_id")),
        sa.PrimaryKeyConstraint("chat_id", "article_id", name=op.f("pk_saved")),
    )
    op.create_index(op.f("ix_saved_chat_id_at"), "saved", ["chat_id", "at"], unique=False)
    op.create_index(op.f("ix_saved_article_id"), "saved", ["article_id"], unique=False)
    op.create_table(
        "upload",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("key", "holder", name=op.f("pk_upload")),
    )
    op.create_table(
        "article_file",
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_file_article_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "key", name=op.f("pk_article_file")),
    )
    op.create_index(op.f("ix_article_file_key"), "article_file", ["key"], unique=False)


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.drop_table("search_terms")
    for table in (
        "archive_entry",
        "archive_name",
        "search_entry",
        "search_state",
        "article_file",
        "search_word",
        "upload",
        "saved",
        "letter_answer",
        "letter_block",
        "letter",
        "round_up_item",
        "round_up",
        "forum_thread",
        "form",
        "look",
        "former_section_name",
        "wish",
        "rollup",
        "revision",
        "question",
        "origin",
        "fan_out",
        "awaited_page",
        "article_topic",
        "topic_choice",
        "topic_term",
        "topic",
        "digest",
        "follow",
        "feed",
        "channel_section",
        "channel_words",
        "article",
        "unreached",
        "late_edit",
        "worry",
        "reaction",
        "section_size",
        "channel_size",
        "token_pace",
        "section",
        "search",
        "readers_stop",
        "reader",
        "process",
        "poll_mark",
        "picture",
        "paste_part",
        "notice",
        "lease",
        "invitation",
        "inbox",
        "identity",
        "gap",
        "restoration",
        "editor",
        "deed",
        "delivery",
        "chat_pace",
        "channel",
    ):
        op.drop_table(table)
