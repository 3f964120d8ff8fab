"""Where a webhook may lead: to the world, and to a private network only where the settings allow it."""

import ipaddress
import socket
from urllib.parse import urlsplit

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult

PRIVATE = "webhooks.private_networks"


class Forbidden(OSError):
    """The address is one that may not be asked; the text says what to do."""


def checked(url: str, *, private: bool) -> str:
    """The address, if it can be one. Raises Forbidden, one sentence."""
    parts = urlsplit(url)
    try:
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        port_is_fine = False
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or not port_is_fine:
        raise Forbidden(f"{url!r} is no address for a webhook; write one like https://example.com/alerts.")
    refuse(parts.hostname, private=private)
    return url


def refuse(host: str, *, private: bool) -> None:
    """Raises Forbidden for an IP address in a private network; a name is looked up when it is asked."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return
    mapped = getattr(address, "ipv4_mapped", None) or address
    if not private and not mapped.is_global:
        raise Forbidden(f"{host} is in a private network; set {PRIVATE} if the webhook shall lead there.")


class GuardedResolver(AbstractResolver):
    """Looks names up, and refuses those that lead into a private network: what is checked is what is then asked."""

    def __init__(self, *, private: bool) -> None:
        self._resolver = ThreadedResolver()
        self._private = private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Where the name leads. Raises Forbidden."""
        found = await self._resolver.resolve(host, port, family)
        for one in found:
            refuse(one["host"], private=self._private)
        return found

    async def close(self) -> None:
        """Nothing is kept open."""
        await self._resolver.close()
