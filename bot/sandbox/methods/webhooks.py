"""Where the bot wants its updates to be sent, instead of polling for them."""

import re
from urllib.parse import urlsplit

from bot.sandbox.guard import LOCAL_NAMES
from bot.sandbox.journal import Webhook
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Json, bad_request
from bot.sandbox.state import SandboxState

_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_MOST_CONNECTIONS = 100


def set_webhook(state: SandboxState, p: Parameters) -> bool:
    """An empty address takes the webhook away. Unlike Telegram, plain HTTP will do."""
    url = p.text("url").strip()
    if not url:
        return delete_webhook(state, p)
    address = urlsplit(url)
    if address.scheme not in ("https", "http"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if address.hostname not in LOCAL_NAMES:  # nothing leaves this machine
        raise bad_request("bad webhook: Failed to resolve host: Name or service not known")
    secret = p.text("secret_token")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = min(max(p.whole("max_connections", 40), 1), _MOST_CONNECTIONS)
    _want(state, p)
    if not state.webhook.is_same(url, secret, connections):
        _change(state, Webhook(url, secret, connections))
    return True


def delete_webhook(state: SandboxState, p: Parameters) -> bool:
    if p.flag("drop_pending_updates"):
        state.updates.drop()
    _change(state, Webhook())
    return True


def get_webhook_info(state: SandboxState, _: Parameters) -> Json:
    hook = state.webhook
    info = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates),
    }
    if not hook.url:
        return info
    fault = {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    wanted = {"allowed_updates": sorted(state.updates.wanted)} if state.updates.wanted else {}
    more = {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
    return info | more | wanted | (fault if hook.last_error else {})


def _want(state: SandboxState, p: Parameters) -> None:
    if p.flag("drop_pending_updates"):
        state.updates.drop()
    wanted = p.structure("allowed_updates")
    if isinstance(wanted, list):
        state.updates.want([str(kind) for kind in wanted])


def _change(state: SandboxState, hook: Webhook) -> None:
    state.webhook = hook
    state.updates.are_sent = bool(hook.url)
    state.updates.tell_of_listener()
    state.changes.ring()
