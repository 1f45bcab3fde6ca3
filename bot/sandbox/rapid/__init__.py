"""A lean stand-in for Telegram under load: it limits, fails and counts, and is no bottleneck.

Where `bot.sandbox.sandbox_server` shows what people see, this one counts what arrives: it takes
more than fifteen thousand messages a second on one core and keeps no text of private chats. It
does not check texts; that is the other's work.

**A process of its own**: `python -m bot.sandbox.rapid --help`; it prints one JSON line
`{"address": …}` when it listens. From Python::

    from bot.sandbox.rapid.process import rapid_process

    with rapid_process("--latency", "0.05", "--limit-per-second", "30") as rapid:
        ...  # TELEGRAM_API_URL = rapid.address, BOT_TOKEN = rapid.token
        rapid.count()["accepted"]

**As Telegram**: `/bot<token>/<method>`, JSON or form, for the methods in `methods.py`. Any chat
exists: a positive id is a private chat, a negative one a channel in which the bot is an
administrator. Message ids run in one sequence over all private chats, and per channel.

**Limits**, each off unless it is named; what goes beyond is answered 429 and counted as wasted:
all requests for the token in any second, those of one negative chat in any minute, those of one
private chat per second with a burst.

**Faults** by chance (`--faults close_after=0.001,slow=0.001:3`, with `--seed`), or on order. The
kinds are those of `bot.sandbox.faults`; they hit what is sent, edited, deleted and forwarded.
`--blocked 0.02`: that share of the private chats answers 403, always the same ones.

**The count and the controls**, JSON in and out:

- `GET /rapid/count[?window=60]` → see `count.py`
- `GET /rapid/copies?text=DIGEST&first=A&last=B` → `{"copies": "1102…"}`: how many messages with
  this text each private chat from A to B has accepted, a digit each (9: nine or more)
- `GET /rapid/arrivals?first=A&last=B` → `{"arrivals": [[chat, seconds since 1970], …]}`: when the
  chats from A to B got the messages that stand there
- `GET /rapid/standing?text=DIGEST&first=A&last=B` → `{"standing": "1101…"}`: how many messages
  with this text each private chat from A to B shows now, after edits and deletions
- `POST /rapid/updates` `{…}` or `[…]`: updates for the next getUpdates, or for the webhook,
  numbered here
- `POST /rapid/faults` `{kind, method, chat_id, times, seconds, code, description, at}`: like the
  sandbox's; `at`: not before so many messages have been accepted
- `POST /rapid/age` `{seconds, chat_id, message_id}`: that message, or all, becomes older
"""
