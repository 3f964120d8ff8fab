"""Who is asking: sessions by cookie, programs by token; with CSRF, Origin and login limits."""

import hmac
import secrets
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import web

from agent_console.passwords import Passwords
from agent_console.permissions import Permission, allows
from agent_console.store import User, UserStore
from cti.clock import Clock

COOKIE = "switchroom_session"
CSRF_HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TOUCH_SECONDS = 60.0
ADDRESS_FACTOR = 20


class Refused(Exception):
    """A request that is answered with an error: status, code, and one sentence that says what to do."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, headers or {}


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, with which role. `user` is None for a program with a token."""

    name: str
    role: str
    user: User | None = None
    csrf: str = ""

    @property
    def agent(self) -> str | None:
        """The agent this principal is, if any."""
        return self.user.agent if self.user else None


@dataclass(slots=True)
class LoginLimit:
    """Counts wrong passwords; `attempts` within `window` seconds lock a name until the window has passed.

    An address is locked after twenty times as many: a whole call centre may sit behind one.
    """

    attempts: int
    window: float
    _failures: dict[str, deque[float]] = field(default_factory=dict)

    def wait(self, key: str, now: float) -> float:
        """How many seconds until this key may try again; 0 when it may now."""
        times = self._failures.get(key)
        while times and times[0] <= now - self.window:
            times.popleft()
        if not times:
            self._failures.pop(key, None)
            return 0.0
        return times[0] + self.window - now if len(times) >= self._most(key) else 0.0

    def _most(self, key: str) -> int:
        return self.attempts * (ADDRESS_FACTOR if key.startswith("address ") else 1)

    def tried(self, key: str, now: float) -> None:
        """A password is about to be checked; it counts as wrong until it has proved right."""
        self._failures.setdefault(key, deque(maxlen=self._most(key))).append(now)

    def succeeded(self, name: str, address: str) -> None:
        """It was right: forget what was wrong before under this name, and this one try from this address."""
        self._failures.pop(name, None)
        if times := self._failures.get(address):
            times.pop()


class Authenticator:
    """Decides whether a request may do what its route does."""

    def __init__(
        self,
        store: UserStore,
        passwords: Passwords,
        clock: Clock,
        origins: tuple[str, ...],
        session_seconds: float,
        limit: LoginLimit,
    ) -> None:
        self.store = store
        self.passwords = passwords
        self._clock = clock
        self._origins = frozenset(origin.rstrip("/").lower() for origin in origins)
        self._session_seconds = session_seconds
        self._limit = limit

    async def allow(self, request: web.Request, permission: Permission) -> Principal | None:
        """The principal, if the request may go on; None for a public route asked by nobody known.

        Raises:
            Refused: 401 without a login, 403 for a foreign origin, a missing CSRF token or a missing permission.
        """
        self._check_origin(request)
        principal = await self.identify(request)
        if permission is Permission.PUBLIC:
            return principal
        if principal is None:
            raise Refused(401, "login_needed", "Log in first, or send an API token.")
        if not allows(principal.role, permission):
            raise Refused(403, "not_permitted", f"The role {principal.role} may not do this ({permission}).")
        given = request.headers.get(CSRF_HEADER, "").encode("utf-8", "surrogateescape")
        if request.method not in SAFE and principal.user and not hmac.compare_digest(given, principal.csrf.encode()):
            raise Refused(403, "csrf", "The page is out of date: load it again.")
        return principal

    def _check_origin(self, request: web.Request) -> None:
        """A browser names the page it asks from; a page of another site may neither change nor listen."""
        origin = request.headers.get("Origin")
        if origin is None:
            return
        socket = request.headers.get("Upgrade", "").lower() == "websocket"
        if request.method in SAFE and not socket:
            return
        same = urlsplit(origin).netloc.lower() == request.host.lower()
        if not same and origin.rstrip("/").lower() not in self._origins:
            raise Refused(403, "origin", f"Requests from {origin} are refused; add it to http.origins if it is yours.")

    async def identify(self, request: web.Request) -> Principal | None:
        """Who asks, by token or by cookie."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return await self._program(token.strip())
        cookie = request.cookies.get(COOKIE)
        if not cookie:
            return None
        now = self._clock.now()
        session = await self.store.session(cookie, now - self._session_seconds)
        if session is None:
            return None
        user, csrf, seen = session
        if now - seen > TOUCH_SECONDS:
            await self.store.touch_session(cookie, now)
        return Principal(user.name, user.role, user, csrf)

    async def _program(self, token: str) -> Principal | None:
        found, now = await self.store.token_role(token), self._clock.now()
        if found is None:
            return None
        if found.last_used is None or now - found.last_used > TOUCH_SECONDS:
            await self.store.touch_token(found.name, now)
        return Principal(found.name, found.role)

    async def prove(self, username: str, password: str, address: str) -> User:
        """The user whose name and password these are.

        Raises:
            Refused: 401 for a wrong name or password, 403 for a disabled user, 429 after too many wrong ones.
        """
        now, keys = self._clock.now(), (f"name {username.strip().lower()}", f"address {address}")
        wait = max(self._limit.wait(key, now) for key in keys)
        if wait > 0:
            raise Refused(
                429,
                "too_many_attempts",
                f"Too many wrong passwords; try again in {-(-wait // 60):.0f} minutes.",
                {"Retry-After": str(int(wait) + 1)},
            )
        # Counted before they are checked, or a hundred guesses at once would all be checked.
        for key in keys:
            self._limit.tried(key, now)
        user = await self.store.user_named(username)
        if not await self.passwords.matches(user.password_hash if user else None, password) or user is None:
            raise Refused(401, "wrong_password", "The name or the password is wrong.")
        if user.disabled:
            raise Refused(403, "disabled", "This user is disabled; ask an administrator.")
        self._limit.succeeded(*keys)
        return user

    async def open(self, user: User) -> tuple[Principal, str]:
        """Begin a session of a user who is who they say; the principal, and the cookie's value."""
        now = self._clock.now()
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        await self.store.open_session(token, user.id, csrf, now)
        return Principal(user.name, user.role, user, csrf), token
