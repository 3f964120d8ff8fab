"""What a webhook is told, and how it is signed, so that the receiver can know who told it. Pure."""

import hashlib
import hmac
import json
from typing import Any

from cti.clock import iso
from cti.events import AlertOver, AlertRaised

SIGNATURE, EVENT, DELIVERY = "X-Switchroom-Signature", "X-Switchroom-Event", "X-Switchroom-Delivery"
RAISED, OVER, TEST = "alert.raised", "alert.over", "test"


def of_fact(fact: AlertRaised | AlertOver, position: int, company: str) -> dict[str, Any]:
    """An alert as it is told; `delivery` is the same at each try, so that a receiver can tell a second one."""
    told: dict[str, Any] = {
        "event": RAISED if isinstance(fact, AlertRaised) else OVER,
        "delivery": str(position),
        "at": iso(fact.at),
        "company": company,
        "queue": fact.queue,
        "limit": fact.limit,
    }
    return told | ({"value": fact.value, "bound": fact.bound} if isinstance(fact, AlertRaised) else {})


def of_test(at: float, company: str, by: str) -> dict[str, Any]:
    """A message that only tries whether the address answers."""
    return {"event": TEST, "delivery": "test", "at": iso(at), "company": company, "by": by}


def written(message: dict[str, Any], secret: str) -> tuple[bytes, dict[str, str]]:
    """The body, and the headers that go with it: `sha256=` and the HMAC-SHA256 of the body by the webhook's secret."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/json",
        SIGNATURE: f"sha256={signature}",
        EVENT: message["event"],
        DELIVERY: message["delivery"],
    }
