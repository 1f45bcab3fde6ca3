"""The tables."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage import (
    archive_tables,
    count_tables,
    desk_tables,
    file_tables,
    forum_tables,
    ledger_tables,
    letter_tables,
    log_tables,
    own_tables,
    reader_tables,
    restore_tables,
    round_up_tables,
    saved_tables,
    search_tables,
)
from storage.types import Id, Json, Moment

metadata = own_tables.metadata
identity = own_tables.identity
inbox, poll_mark = own_tables.inbox, own_tables.poll_mark
process, lease = own_tables.process, own_tables.lease
token_pace, chat_pace = own_tables.token_pace, own_tables.chat_pace
delivery, rollup, fan_out = ledger_tables.delivery, ledger_tables.rollup, ledger_tables.fan_out
channel_size, reaction = count_tables.channel_size, count_tables.reaction
section_size = count_tables.section_size
worry = count_tables.worry
letter, letter_answer = letter_tables.letter, letter_tables.letter_answer
look, saved = desk_tables.look, saved_tables.saved
restoration, gap = restore_tables.restoration, restore_tables.gap
upload, article_file = file_tables.upload, file_tables.article_file
forum_thread = forum_tables.forum_thread
letter_block = letter_tables.letter_block
wish, deed = log_tables.wish, log_tables.deed
archive_name, archive_entry = archive_tables.archive_name, archive_tables.archive_entry
search, search_entry = search_tables.search, search_tables.search_entry
round_up, round_up_item = round_up_tables.round_up, round_up_tables.round_up_item
form, former_section_name = desk_tables.form, desk_tables.former_section_name
late_edit = ledger_tables.late_edit
unreached, readers_stop = ledger_tables.unreached, ledger_tables.readers_stop
reader, follow = reader_tables.reader, reader_tables.follow
topic, topic_term = reader_tables.topic, reader_tables.topic_term
topic_choice, article_topic = reader_tables.topic_choice, reader_tables.article_topic
digest = reader_tables.digest

section = Table(
    "section",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("key", String(100), nullable=False, unique=True),  # audience.section_key(name)
    Column("slug", String(100), nullable=False, unique=True),
    Column("emoji", String(16), nullable=False),
    Column("needs_second", Boolean, nullable=False, server_default=false()),  # person who agrees
    Column("hidden", Boolean, nullable=False, server_default=false()),  # from readers
    Column("hashtag", String(64)),  # with its sign; none: made of the name
    Column("place", Integer, nullable=False, server_default=text("0")),  # in the order of sections
    Column("merged_into", ForeignKey("section.id")),  # what took this section over
    Column("edition", Integer, nullable=False, server_default=text("1")),  # counts its changes
)

article = Table(
    "article",
    metadata,
    Column("id", Id, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("section_id", ForeignKey("section.id")),
    Column("headline_key", Text, nullable=False),
    Column("link", Text),
    Column("link_key", Text),  # addresses.address_key(link)
    Column("published_at", Moment),
    Column("fingerprint", String(64), nullable=False),
    Column("content", Json, nullable=False),
    Column("warnings", Json, nullable=False),
    # Counts the changes: a button that was drawn for an earlier one does nothing.
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("breaking", Boolean, nullable=False, server_default=false()),
    Column("resembles", ForeignKey("article.id")),
    # For a change of some fields: the revision of `resembles` that it began with.
    Column("amends", Integer),
    Column("created_at", Moment, nullable=False),
    Column("created_by", BigInteger),
    Column("released_at", Moment),
    Column("released_by", BigInteger),
    Column("dated_at", Moment),  # by which the archive is in order
    Column("corrected_at", Moment),
    Column("marked_at", Moment),  # last correction that posts mention
    Column("retracted_at", Moment),
    Column("paid", Boolean, nullable=False, server_default=false()),  # broadcast for Stars
    Column("unpaid_because", String(32)),  # why it goes on for free
    Column("unpaid_words", Text),
    Column("scheduled_at", Moment),  # when it is published by itself
    Column("scheduled_by", BigInteger),
    Column("embargo_until", Moment),
    Column("outlets", Json),  # where and how it goes; none: as usual
    Column("layout", String(16)),  # of pictures; none: the channel's
    # From this revision on, a post whose pictures cannot be changed in place is posted anew.
    Column("anew_from", Integer, nullable=False, server_default=text("0")),
    # The newest revision that Telegram has accepted: a newer one is sent to one chat first.
    Column("proved", Integer, nullable=False, server_default=text("0")),
    Index(None, "fingerprint"),
    Index(None, "headline_key"),
    Index(None, "link_key"),
    Index(None, "published_at"),
    sqlite_autoincrement=True,  # people type the number: it is never reused
)
# Not one index that begins with the state: most articles are public, and SQLite would rather sort
# them all than walk those of the first page.
_public = article.c.state.in_(("published", "archived"))
for _name, _columns, _where in (
    ("public", ("dated_at", "id"), _public),
    ("public_of_section", ("section_id", "dated_at", "id"), _public),
    ("released", ("released_at", "id"), _public),
    ("draft", ("created_at", "id"), article.c.state == "draft"),
    ("resembling", ("resembles",), article.c.state == "draft"),
    ("retracted", ("released_at", "id"), article.c.state == "retracted"),
    ("scheduled", ("scheduled_at", "id"), article.c.scheduled_at.is_not(None)),
    ("outlets", ("id",), article.c.outlets.is_not(None)),
    ("corrected_at", ("corrected_at",), article.c.corrected_at.is_not(None)),
    ("retracted_at", ("retracted_at",), article.c.retracted_at.is_not(None)),
):
    Index(
        f"ix_article_{_name}",
        *(article.c[column] for column in _columns),
        sqlite_where=_where,
        postgresql_where=_where,
    )

revision = Table(
    "revision",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", Json, nullable=False),
    Column("section_id", ForeignKey("section.id")),
    Column("made_at", Moment, nullable=False),
    Column("made_by", BigInteger),
    Column("marked_at", Moment),  # as `article.marked_at`, at this revision
)

# A pasted page on its way in: Telegram splits long texts, and each part is kept as it arrives.
paste_part = Table(
    "paste_part",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("formats", Json),  # as in own_words.Typed
    Column("source", Json),  # where it was forwarded from
    Column("arrived_at", Moment, nullable=False),
    Column("complete_at", Moment, nullable=False),  # when it waits for no further part
    # A picture or another file: how it is sent again (own_words.Attached), its album, and the
    # article that it belongs to.
    Column("attached", Json),
    Column("group_id", String(64)),
    Column("article_id", BigInteger),
    # Rows stay after they are read: Telegram may bring the same message twice.
    Column("taken", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("chat_id", "message_id"),
)

# The page that an editor's link names, until it is fetched and read.
awaited_page = Table(
    "awaited_page",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("url", Text, nullable=False),
    Column("article_id", ForeignKey("article.id")),  # the one to be corrected, if any
    Column("asked_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),  # also the end of a lease
    Column("tries", Integer, nullable=False, server_default=text("0")),
)

# Which item of which source an article is; no article: the item was seen and left out.
origin = Table(
    "origin",
    metadata,
    Column("source", String(100), primary_key=True),
    Column("external_id", String(300), primary_key=True),
    Column("article_id", ForeignKey("article.id")),
    Column("revision", BigInteger, nullable=False, server_default=text("0")),  # source's number
    Column("digest", String(64)),  # of the item's text
    Column("withdrawn", Boolean, nullable=False, server_default=false()),  # by the source
    Column("told_at", Moment, nullable=False),
    Index(None, "article_id"),
)

# A feed that the newsroom is connected to, and what becomes of its items.
feed = Table(
    "feed",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Text, nullable=False),
    Column("key", String(64), nullable=False, unique=True),  # one for all addresses of a feed
    Column("title", Text),
    Column("state", String(16), nullable=False),
    Column("section_id", ForeignKey("section.id")),  # for items whose categories fit none
    Column("categories", Json, nullable=False),  # pairs: its name, section's id or none
    Column("publish", Boolean, nullable=False, server_default=false()),  # without the desk
    Column("wanted", Json, nullable=False),  # words to filter by
    Column("unwanted", Json, nullable=False),
    Column("interval", Integer, nullable=False),  # seconds
    Column("first", Integer, nullable=False, server_default=text("0")),  # items at the start
    Column("etag", Text),  # this and the next exactly as the site sent them
    Column("last_modified", Text),
    Column("next_poll_at", Moment, nullable=False),  # also the end of a lease
    Column("heard_at", Moment),  # when it was last read
    Column("failures", Integer, nullable=False, server_default=text("0")),  # in a row
    Column("trouble", Json),  # of the last poll: a refusal's code and details
    Column("moves_to", Text),  # the new address, by a permanent redirect
    Column("moves", Integer, nullable=False, server_default=text("0")),  # redirects in a row
    Column("added_by", BigInteger, nullable=False),
    Column("added_at", Moment, nullable=False),
    Index(None, "next_poll_at"),
    sqlite_autoincrement=True,  # the ids of items contain the number
)

# Which question an editor was asked last: the answer is the next text in that chat.
question = Table(
    "question",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("about", String(16), nullable=False),
    Column("article_id", ForeignKey("article.id")),  # none: not about an article
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE")),
    Column("message_id", BigInteger),  # that shows the question, if known
    Column("seen", BigInteger),  # a mark of the field's value at the time of asking
    Column("channel_id", BigInteger),  # if about its own words
    Column("section_id", ForeignKey("section.id")),  # if about its name or emoji
    Column("asked_at", Moment, nullable=False),
    Index(None, "article_id"),
)

# What an article's post says in one channel alone: `bot.domain.channel_words`.
channel_words = Table(
    "channel_words",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("words", Json, nullable=False),
    Index(None, "chat_id"),
)

channel = Table(
    "channel",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("username", String(64)),
    Column("state", String(16), nullable=False),
    # The highest message id that is known: where a look-up starts.
    Column("last_message_id", BigInteger, nullable=False, server_default=text("0")),
    Column("pins", Boolean, nullable=False, server_default=false()),  # breaking posts
    Column("pinned_hours", Integer, nullable=False, server_default=text("0")),  # 0: for ever
    Column("layout", String(16), nullable=False, server_default=text("'above'")),  # of pictures
    Column("template", String(16), nullable=False, server_default=text("'usual'")),  # of posts
    Column("quiet_from", Integer),  # minutes after midnight, the newsroom's time
    Column("quiet_until", Integer),
    Column("spacing", Integer, nullable=False, server_default=text("0")),  # minutes between posts
    Column("round_up_posts", Integer),  # beyond so many in so many minutes: one post for all
    Column("round_up_minutes", Integer),
    Column("is_group", Boolean, nullable=False, server_default=false()),
    Column("is_forum", Boolean, nullable=False, server_default=false()),  # a group with topics
    # The topic for posts of sections that have none of their own: `bot.domain.forum`.
    Column("thread_id", BigInteger, nullable=False, server_default=text("1")),
    Column("last_post_at", Moment),  # of the last post; may lie ahead
    Column("left_at", Moment),  # since when the bot is out of it
    Column("offered_by", BigInteger),  # the stranger who added the bot last
    Column("offered_at", Moment),
    Column("announced_at", Moment),  # when the desk was last told of changes there
    Column("announced", Integer, nullable=False, server_default=text("0")),  # times in a row
    Index(None, "announced_at"),
)

channel_section = Table(
    "channel_section",
    metadata,
    Column("chat_id", ForeignKey("channel.chat_id", ondelete="CASCADE"), primary_key=True),
    Column("section_id", ForeignKey("section.id"), primary_key=True),
    Column("thread_id", BigInteger),  # the section's own topic in a forum
    Index(None, "section_id"),
)

editor = Table(
    "editor",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("since", Moment, nullable=False),
    Column("section_ids", Json, nullable=False, server_default=text("'[]'")),  # empty: all
)

invitation = Table(
    "invitation",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the token, not the token
    Column("role", String(16), nullable=False),
    Column("invited_by", BigInteger),
    Column("expires_at", Moment, nullable=False),
    Column("used_by", BigInteger),
)

# Pictures that were uploaded to Telegram, or why one could not be.
picture = Table(
    "picture",
    metadata,
    Column("key", String(64), primary_key=True),  # picture.picture_key(url)
    Column("url", Text, nullable=False),
    Column("file_id", Text),  # good for this bot alone
    Column("unique_id", String(64)),  # the same for every bot and message
    Column("code", String(32)),  # why it could not be uploaded
    Column("details", Json),
    Column("at", Moment, nullable=False),
    Index(None, "unique_id"),
    Index(None, "at"),
)

# What happened, for the desk: `bot.domain.notices`.
notice = Table(
    "notice",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("details", Json, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index(None, "made_at"),
    sqlite_autoincrement=True,
)
