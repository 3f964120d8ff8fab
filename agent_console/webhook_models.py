"""The API's words about webhooks."""

from typing import Annotated

from pydantic import Field, StringConstraints

from agent_console.models import Model

HookName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class NewWebhook(Model):
    """Where alerts shall be told."""

    name: HookName
    url: str = Field(max_length=500)


class WebhookChange(Model):
    """What is to be another way; what is absent stays as it is. One that is enabled again is told of what comes."""

    name: HookName | None = None
    url: str | None = Field(None, max_length=500)
    enabled: bool | None = None


class WebhookView(Model):
    """A webhook. `result` is what was wrong at the last try, empty if nothing. `secret`, which signs what is told, is
    there once, in the answer to what made it."""

    id: str
    name: str
    url: str
    enabled: bool
    tried_at: str | None
    result: str
    secret: str | None = None


class WebhooksView(Model):
    """Every webhook."""

    webhooks: list[WebhookView]
