"""A local stand-in for Telegram: a Bot API server over HTTP, and a page in the browser on it.

It knows nothing of the bot that talks to it. Three ways in:

**1. In process (journey tests)**::

    from bot.sandbox.server import Sandbox

    async with Sandbox() as sandbox:             # a free port; or: await sandbox.start(port=8081)
        world = sandbox.world
        olena = world.add_person("Олена", note="редактор")
        channel = world.add_channel("Світ", owner=olena)
        ...  # TELEGRAM_API_URL = sandbox.address, BOT_TOKEN = sandbox.token
        world.say(olena, "/start")
        message = await world.wait_until(lambda: world.messages(olena)[1:])

`Sandbox(token=SANDBOX_TOKEN, bot_username="vistnyk_demo_bot", bot_name="Вісник",
clock=time.time)`; `await start(host="127.0.0.1", port=0) -> int` (the port; OSError when taken),
`await stop()` (it may be started again, the world stays), `address` ("http://127.0.0.1:PORT"),
`token`, `world`.

`World`, who there is (ids are Telegram's: a person's id is also the id of the private chat):

- `add_person(first_name, *, id=None, last_name="", username="", language_code="uk", note="") ->
  int`
- `add_channel(title, owner, *, id=None, username="") -> int`; the bot is not in it yet
- `add_administrator(channel, person, *rights)`; another person who runs the channel
- `set_bot_rights(channel, by, *, status="administrator", can_post_messages=True, …)`; also
  "member", "left", "kicked"; the bot gets `my_chat_member`

What people do (each makes the update that Telegram would):

- `say(person, text) -> int`: the (last) message id; long texts are split at 4096 units
- `send_file(person, name, content, *, stated_size=None, caption="") -> int`,
  `send_sticker(person)`
- `press(person, chat_id, message_id, data) -> str`: the callback query's id
- `open_link(person, "https://t.me/<bot>?start=X") -> int`: says `/start X`
- `post_in_channel(channel, text, by=None) -> int`
- `block(person)`, `unblock(person)`, `deactivate(person)`; whoever writes has unblocked first

What there is to see:

- `messages(chat_id) -> list[dict]`: what the chat shows now, oldest first, as Bot API `Message`s
  and `silent` (bool) beside; deleted ones are gone; `message(chat_id, message_id) -> dict | None`
- `answers: list[Answer(callback_id, person, text, show_alert, url)]` to presses
- `commands(person) -> list[dict]`: the bot's menu for that person
- `requests: deque[Request(number, at, method, params, chat_id, accepted, status, description)]`,
  and `calls(method, chat_id=None) -> list[Request]`. `accepted`: carried out, whatever the caller
  heard; `status` stays 0 when the connection was closed
- `pending_updates() -> int`: not yet confirmed by the bot's next getUpdates
- `await wait_until(predicate, timeout=10)`: the predicate's first true value, tried at every
  change; TimeoutError that names the last calls

Faults on order: `world.faults.add(kind, *, method=None, chat_id=None, times=1, seconds=1,
code=400, description="Bad Request")`, `world.faults.clear()`, `len(world.faults)` (still to
come). Without a method a fault hits any call but getUpdates. Kinds: `retry_after` (429 with
`seconds`), `server_error` (500), `forbidden` (403 blocked), `refuse` (`code`, `description`),
`close_before` (closed, not accepted), `close_after` (accepted, then closed), `restart` (accepted,
answered 500), `slow` (accepted at once, answered after `seconds`). No wait holds up other calls.

**2. Over HTTP**, JSON in and out, the names as above; a mistake is 400 with `{"error": …}`:

- `GET /sandbox/state` → `{run, last, bot, people, channels, messages: {chat_id: […]},
  commands: {person: […]}, pending_updates}`
- `GET /sandbox/events?after=RUN-N`: server-sent events, resumable, `{"kind": …}` and
  message: `chat_id, message` (new or changed); deleted: `chat_id, message_id`; person: `person`;
  channel: `channel`; answer: `answer`; commands; reset (too old: fetch the state anew)
- `GET /sandbox/commands?person=ID` → `{commands: […]}`
- `GET /sandbox/requests?after=N` → `{requests: […]}`
- `POST /sandbox/people` `{first_name, id, last_name, username, language_code, note}` → `{id}`
- `POST /sandbox/channels` `{title, owner, id, username}` → `{id}`
- `POST /sandbox/administrators` `{channel, person, rights: […]}`
- `POST /sandbox/bot-rights` `{channel, by, status, can_post_messages, …}`
- `POST /sandbox/say` `{person, text}` → `{message_id}`
- `POST /sandbox/file` `{person, name, text | content_base64, stated_size, caption}`
- `POST /sandbox/sticker` `{person}` → `{message_id}`
- `POST /sandbox/press` `{person, chat_id, message_id, data}` → `{callback_id}`
- `POST /sandbox/open` `{person, url}` → `{message_id}`
- `POST /sandbox/post` `{channel, text, by}` → `{message_id}`
- `POST /sandbox/block`, `POST /sandbox/unblock`, `POST /sandbox/deactivate` `{person}`
- `POST /sandbox/faults` `{kind, method, chat_id, times, seconds, code, description}`
- `DELETE /sandbox/faults`: those still to come are forgotten

**3. As the bot**: `/bot<token>/<method>` and `/file/bot<token>/<path>`, with the methods in
`bot.sandbox.methods.METHODS`; one that is missing answers 404 and is logged.

Only 127.0.0.1 and localhost are answered, and no page from elsewhere may drive it.
"""
