"""A local stand-in for Telegram: a Bot API server over HTTP, and a page in the browser on it.

It knows nothing of the bot that talks to it. Three ways in:

**1. In process (journey tests)**::

    from bot.sandbox.sandbox_server import Sandbox

    async with Sandbox() as sandbox:             # a free port; or: await sandbox.start(port=8081)
        world = sandbox.world
        olena = world.add_person("Олена", note="редактор")
        channel = world.add_channel("Світ", owner=olena)
        ...  # TELEGRAM_API_URL = sandbox.address, BOT_TOKEN = sandbox.token
        world.say(olena, "/start")
        message = await world.wait_until(lambda: world.messages(olena)[1:])

`Sandbox(token=SANDBOX_TOKEN, bot_username="vistnyk_demo_bot", bot_name="Вісник",
clock=time.time, limits=NO_LIMITS, pictures_from="")`, with `limits=Limits()` (both of
`bot.sandbox.limits`) for one that is as strict as Telegram, and with `pictures_from`
("http://HOST:PORT") the one site whose pictures the page shows in previews; `await start(
host="127.0.0.1", port=0) -> int` (the port; OSError when taken), `await stop()` (it may be started
again, the world stays), `address` ("http://127.0.0.1:PORT"), `token`, `world`.

`World`, who there is (ids are Telegram's: a person's id is also the id of the private chat):

- `add_person(first_name, *, id=None, last_name="", username="", language_code="uk", note="") ->
  int`
- `add_channel(title, owner, *, id=None, username="") -> int`; the bot is not in it yet
- `add_group(title, owner, *, id=None) -> int` (basic), `add_supergroup(title, owner, *, id=None,
  username="", is_forum=False) -> int`; wherever a channel is asked for, a group may be named
- `add_administrator(channel, person, *rights)`; another person who runs the channel
- `set_bot_rights(channel, by, *, status="administrator", can_post_messages=True, …)`; also
  "member" (all that a bot needs in a group), "left", "kicked"; the bot gets `my_chat_member`, and
  in groups a service message beside

What people do (each makes the update that Telegram would):

- `say(person, text, *, entities=None, forward_origin=None, reply_to=None) -> int`: the (last)
  message id; long texts are split at 4096 units. All three are as in the Bot API
- `send_file(person, name, content, *, stated_size=None, caption="", kind="document",
  reply_to=None, album=None) -> int`: files of one album hang together; the kind may be
  "photo", "video", "animation", "audio" and "voice"; `send_sticker(person)`,
  `send_location(person, latitude, longitude)`
- `press(person, chat_id, message_id, data) -> str`: the callback query's id
- `edit(person, chat_id, message_id, text)`: one's own message, or a channel's that one runs; the
  formatting of what stays is kept, and the bot gets `edited_message` or `edited_channel_post`;
  `delete(person, chat_id, message_id)`, of which no bot is told; `forward(person, chat_id,
  message_id) -> int` to the bot, with where it comes from
- `react(person, chat_id, message_id, emoji="")`: none takes it back; the bot hears of it where it
  asked for `message_reaction`, of a channel that it runs for `message_reaction_count`
- `ask_inline(person, query, chat_type="sender") -> str`: the inline query's id;
  `choose_inline(query_id, result_id, chat_id) -> int`: sends what the bot offered
- `open_link(person, "https://t.me/<bot>?start=X") -> int`: says `/start X`
- `post_in_channel(channel, text, by=None, *, thread=None) -> int`; in a group anybody, and the bot
  hears it if it is administrator, or is named or given a command
- `rename(channel, title) -> int`: leaves a service message, which cannot be forwarded; its id
- `protect(channel, *, on=True)`: nothing can be forwarded or copied from there
- `migrate(group) -> int`: the group becomes a supergroup, with a new id; service messages in both,
  and the old one answers 400 with `parameters.migrate_to_chat_id`
- `open_topic(group, name) -> int` (its thread), `close_topic(group, thread, *, closed=True)`: of a
  forum, «General» being thread 1; a closed one answers TOPIC_CLOSED unless the bot has
  `can_manage_topics`; `rename_topic(group, thread, name)`, `delete_topic(group, thread)`
- `block(person)`, `unblock(person)`, `deactivate(person)`; whoever writes has unblocked first

What befalls the bot:

- `revoke_token()`, `restore_token()`: from then on everything is answered 401, a poll in hand too
- `age(chat_id, message_id, hours)`: the message is so many hours older. A bot deletes nothing that
  is 48 hours old, anywhere
- `give_stars(stars)`: for paid broadcasts; negative takes them away. `stars.tenths` is the balance

- `show_hint(words, *, person=None, chat_id=None, say="")`: what the page tells whoever looks at
  it, in its languages (`{"uk": …, "en": …}`; none: nothing), with a way to that chat and the words
  to write there

What there is to see:

- `messages(chat_id) -> list[dict]`: what the chat shows now, oldest first, as Bot API `Message`s
  and `silent` (bool) beside; deleted ones are gone; `message(chat_id, message_id) -> dict | None`
- `answers: list[Answer(callback_id, person, text, show_alert, url)]` to presses
- `commands(person) -> list[dict]`: the bot's menu for that person
- `pins: dict[chat_id, list[message_id]]`, the newest last; that one is `getChat`'s and the page's
- `requests: deque[Request(number, at, method, params, chat_id, accepted, status, description,
  scope, price)]`, and `calls(method, chat_id=None) -> list[Request]`. `accepted`: carried out,
  whatever the caller heard; `status` stays 0 when the connection was closed; `scope`: of the limit
  that refused it; `price`: in tenths of a Star
- `wasted: Counter[scope]`: requests that the limits refused (a 429 on order is not among them)
- `keyboards: dict[chat_id, keyboard]` under the chats; `webhook`: where updates are sent
- `pending_updates() -> int`: not yet confirmed by the bot's next getUpdates
- `await wait_until(predicate, timeout=10)`: the predicate's first true value, tried at every
  change; TimeoutError that names the last calls

Limits, off unless asked for: `world.limits.set(limits=None, **changes)` takes `Limits`, or changes
some of those in force, and empties every window; `world.limits.clear()`; `world.limits.rules`;
`world.limits.on`. The fields of `Limits`, 0 for none: `per_second=30` (scope `bot`; any second),
`private_per_second=1` after a burst of `private_burst=3` (`private`), `group_per_minute=20`
(`group`), `channel_per_minute=20` (`channel`; any minute), `paid_per_second=1000` (`paid`),
`at_once=1000` (`at_once`: one more is held for `held_seconds=3` and told `held_retry_after=60`).
Sends, edits, forwards and copies count, whatever becomes of them; nothing else does, and what was
refused does not. `retry_after` is the whole seconds until there is room, at least 1, and until
then the scope stays shut. Who comes again before that, and later than half a second after the
refusal (sooner, it may have been on its way), is told twice as long, at most 300 s.
A send or copy with `allow_paid_broadcast` is measured by `paid_per_second` alone, beside its
chat's limit; it costs 0.1 Stars, once accepted, if the last second has seen `per_second`
messages, and without them is refused with BALANCE_TOO_LOW (a guess: Telegram does
not publish its words).

Faults on order: `world.faults.add(kind, *, method=None, chat_id=None, times=1, after=0,
probability=1, seed=0, seconds=1, code=400, description="Bad Request")`, `world.faults.clear()`,
`len(world.faults)` (still to come). Without a method a fault hits any call but getUpdates. It
spares the first `after` calls that fit, then hits each with `probability` (repeatable by `seed`),
`times` of them, 0 for no end. Kinds: `retry_after` (429 with `seconds`), `server_error` (500),
`forbidden` (403 blocked), `refuse` (`code`, `description`), `close_before` (closed, not accepted),
`close_after` (accepted, then closed), `restart` (accepted, answered 500), `slow` (accepted at
once, answered after `seconds`), `unread` (read in part, and for `seconds` no further: no chat is
known of it), `half` (of an album the first half is accepted). No wait holds up other calls. The
limits come first: what they refuse meets no fault.

**2. Over HTTP**, JSON in and out, the names as above; a mistake is 400 with `{"error": …}`:

- `GET /sandbox/state` → `{run, last, bot, people, channels (groups too), messages: {chat_id: […]},
  commands: {person: […]}, pins: {chat_id: […]}, limits, stars, pending_updates, listening,
  unknown_methods: […], hint, pictures_from}`; `listening`: a bot polls, or a webhook is set
- `GET /sandbox/events?after=RUN-N`: server-sent events, resumable, `{"kind": …}` and
  message: `chat_id, message` (new or changed); deleted: `chat_id, message_id`; person: `person`;
  channel: `channel`; answer: `answer`; pins: `chat_id, pins`; limits: `limits, stars`; listening:
  `listening`; unknown_method: `method`; hint: `hint`; commands; reset (too old: fetch the state
  anew)
- `GET /sandbox/commands?person=ID` → `{commands: […]}`
- `GET /sandbox/requests?after=N&latest=N` → `{requests: […]}`
- `POST /sandbox/people` `{first_name, id, last_name, username, language_code, note}` → `{id}`
- `POST /sandbox/channels` `{title, owner, id, username}` → `{id}`
- `POST /sandbox/groups` `{title, owner, id, supergroup, username, is_forum}` → `{id}`
- `POST /sandbox/administrators` `{channel, person, rights: […]}`
- `POST /sandbox/bot-rights` `{channel, by, status, can_post_messages, …}`
- `POST /sandbox/say` `{person, text, reply_to}` → `{message_id}`
- `POST /sandbox/file` `{person, name, text | content_base64, stated_size, caption, kind, reply_to,
  album}`
- `POST /sandbox/edit` `{person, chat_id, message_id, text}`, `POST /sandbox/delete` and `POST
  /sandbox/forward` `{person, chat_id, message_id}` → of the last `{message_id}`
- `POST /sandbox/react` `{person, chat_id, message_id, emoji}`
- `POST /sandbox/inline` `{person, query, chat_type}` → `{query_id}`
- `POST /sandbox/choose` `{query_id, result_id, chat_id}` → `{message_id}`
- `POST /sandbox/sticker` `{person}` → `{message_id}`
- `POST /sandbox/location` `{person, latitude, longitude}` → `{message_id}`
- `POST /sandbox/press` `{person, chat_id, message_id, data}` → `{callback_id}`
- `POST /sandbox/open` `{person, url}` → `{message_id}`
- `POST /sandbox/post` `{channel, text, by, thread}` → `{message_id}`
- `POST /sandbox/rename` `{channel, title}` → `{message_id}`
- `POST /sandbox/protect` `{channel, on}`
- `POST /sandbox/migrate` `{group}` → `{id}`
- `POST /sandbox/topics` `{group, name}` → `{thread}`, `POST /sandbox/close-topic` `{group, thread,
  closed}`, `POST /sandbox/rename-topic` `{group, thread, name}`, `POST /sandbox/delete-topic`
  `{group, thread}`
- `POST /sandbox/block`, `POST /sandbox/unblock`, `POST /sandbox/deactivate` `{person}`
- `POST /sandbox/revoke-token`, `POST /sandbox/restore-token` `{}`
- `POST /sandbox/age` `{chat_id, message_id, hours}`
- `POST /sandbox/stars` `{stars}` → `{balance}`
- `POST /sandbox/hint` `{words: {uk, en}, person, chat_id, say}`
- `POST /sandbox/limits` `{…}`: Telegram's, but for the fields that are named; `GET` of the same,
  and `DELETE` for none at all; each → `{on, rules, wasted: {scope: N}}`
- `POST /sandbox/faults` `{kind, method, chat_id, times, after, probability, seed, seconds, code,
  description}`
- `DELETE /sandbox/faults`: those still to come are forgotten

**3. As the bot**: `/bot<token>/<method>` and `/file/bot<token>/<path>`, with the methods in
`bot.sandbox.methods.METHODS`; one that is missing answers 404, is logged and named on the page.
A file by its address is known by its name alone, for there is no network here. A webhook leads to
this machine only, by plain HTTP too; each update is sent, again if need be, before the next.

Only 127.0.0.1 and localhost are answered, and no page from elsewhere may drive it.
"""
