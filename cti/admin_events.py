"""Facts of the house being looked after: limits that were passed, and what an administrator changed.

Nothing secret is ever in them: neither a password nor a token, nor what a webhook is signed with.
"""

from typing import Any

from msgspec import field

from cti.event import Event
from cti.ids import QueueId


class AlertRaised(Event, frozen=True, kw_only=True):
    """A figure of the queue has passed its limit: `limit` names which (waiting, longest_s, service_level, abandoned),
    `value` is what it was, `bound` what it may be."""

    queue: QueueId
    limit: str
    value: float
    bound: float


class AlertOver(Event, frozen=True, kw_only=True):
    """That figure is on the good side again, or its limit was taken away."""

    queue: QueueId
    limit: str


class UserChanged(Event, frozen=True, kw_only=True):
    """`by` made, changed, disabled or enabled the user, or gave them a new password (`what` says which); `values` are
    the fields that changed."""

    by: str
    user: str
    what: str
    values: dict[str, Any] = field(default_factory=dict)


class TokenChanged(Event, frozen=True, kw_only=True):
    """`by` made or revoked (`what`) the program's token of this name, for a role."""

    by: str
    token: str
    what: str
    role: str


class CatalogueChanged(Event, frozen=True, kw_only=True):
    """`by` made, changed, moved or removed (`what`) a word of the catalogue: a reason or a disposition."""

    by: str
    word: str
    entry: str
    what: str
    values: dict[str, Any] = field(default_factory=dict)


class WebhookChanged(Event, frozen=True, kw_only=True):
    """`by` made, changed or removed (`what`) a webhook."""

    by: str
    webhook: str
    what: str
    values: dict[str, Any] = field(default_factory=dict)


class DeskBookChanged(Event, frozen=True, kw_only=True):
    """`by` made, changed or removed (`what`) a script, an article or a canned note (`book`), which is called `name`;
    a long text among `values` is cut short."""

    by: str
    book: str
    entry: str
    name: str
    what: str
    values: dict[str, Any] = field(default_factory=dict)
