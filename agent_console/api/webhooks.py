"""Webhooks: who else is told of alerts; for administrators."""

import secrets
import uuid
from dataclasses import replace
from typing import Any

from agent_console import webhook_models as m
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from agent_console.webhooks.address import Forbidden, checked
from agent_console.webhooks.sender import WebhookSender
from agent_console.webhooks.store import Webhook
from cti.clock import iso
from cti.events import WebhookChanged


@route("GET", "/webhooks", P.ADMINISTER, "Who else is told of alerts", answer=m.WebhooksView)
async def webhooks(asked: Asked) -> m.WebhooksView:
    """Each with how the last try went."""
    return m.WebhooksView(webhooks=[_view(hook) for hook in await _sender(asked).store.all()])


@route(
    "POST", "/webhooks", P.ADMINISTER, "Tell another program of alerts",
    body=m.NewWebhook, answer=m.WebhookView, status=201, errors=(409, 422),
)  # fmt: skip
async def add(asked: Asked) -> m.WebhookView:
    """From now on each alert is POSTed there as JSON; the secret that signs it is in this answer and nowhere else."""
    sender, body = _sender(asked), asked.body
    url = _url(sender, body.url)
    await _name_is_free(sender, body.name, None)
    hook = Webhook(
        uuid.uuid4().hex, body.name, url, secrets.token_urlsafe(32), True, asked.house.journal.written
    )  # fmt: skip
    await sender.store.add(hook)
    await sender.changed()
    _tell(asked, hook, "created", {"url": [None, url]})
    return _view(hook, hook.secret)


@route(
    "PATCH", "/webhooks/{webhook}", P.ADMINISTER, "Change a webhook",
    body=m.WebhookChange, answer=m.WebhookView, errors=(404, 409, 422),
)  # fmt: skip
async def change(asked: Asked) -> m.WebhookView:
    """In force at once."""
    sender, was, body = _sender(asked), await _hook(asked), asked.body
    wanted = {field: getattr(body, field) for field in body.model_fields_set if getattr(body, field) is not None}
    if "url" in wanted:
        _url(sender, wanted["url"])
    if "name" in wanted:
        await _name_is_free(sender, wanted["name"], was)
    now = replace(was, **wanted)
    if now.enabled and not was.enabled:
        now = replace(now, position=asked.house.journal.written)
    values = {field: [getattr(was, field), value] for field, value in wanted.items() if getattr(was, field) != value}
    if values:
        await sender.store.change(now)
        await sender.changed()
        _tell(asked, now, "changed", values)
    return _view(now)


@route("DELETE", "/webhooks/{webhook}", P.ADMINISTER, "Tell it no more", status=204, errors=(404,))
async def remove(asked: Asked) -> None:
    """What was not told yet never will be."""
    sender, hook = _sender(asked), await _hook(asked)
    await sender.store.remove(hook.id)
    await sender.changed()
    _tell(asked, hook, "removed", {})


@route(
    "POST", "/webhooks/{webhook}/test", P.ADMINISTER, "Try whether a webhook answers",
    answer=m.WebhookView, errors=(404,),
)  # fmt: skip
async def test(asked: Asked) -> m.WebhookView:
    """A message of the kind `test` is sent, once; `result` says what was wrong."""
    sender, hook = _sender(asked), await _hook(asked)
    result = await sender.test(hook, asked.who.name)
    return _view(replace(hook, tried_at=asked.house.clock.now(), result=result))


def _sender(asked: Asked) -> WebhookSender:
    return asked.house.webhooks


async def _hook(asked: Asked) -> Webhook:
    for hook in await _sender(asked).store.all():
        if hook.id == asked.path("webhook"):
            return hook
    raise Refused(404, "no_webhook", "There is no webhook of this id; GET /api/v1/webhooks lists those there are.")


def _url(sender: WebhookSender, url: str) -> str:
    try:
        return checked(url, private=sender.private)
    except Forbidden as error:
        raise Refused(422, "invalid", str(error)) from None


async def _name_is_free(sender: WebhookSender, name: str, mine: Webhook | None) -> None:
    if any(hook.name == name and (mine is None or hook.id != mine.id) for hook in await sender.store.all()):
        raise Refused(409, "conflict", f"There is a webhook {name} already; choose another name.")


def _view(hook: Webhook, secret: str | None = None) -> m.WebhookView:
    tried = iso(hook.tried_at) if hook.tried_at is not None else None
    fields = {name: getattr(hook, name) for name in ("id", "name", "url", "enabled", "result")}
    return m.WebhookView(**fields, tried_at=tried, secret=secret)


def _tell(asked: Asked, hook: Webhook, what: str, values: dict[str, Any]) -> None:
    house, by = asked.house, asked.who.name
    told = WebhookChanged(at=house.clock.now(), by=by, webhook=hook.name, what=what, values=values)
    house.journal.record(told)
