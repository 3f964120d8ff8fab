"""Who may come in, as the settings say it."""

from agent_console.auth import Authenticator, LoginLimit
from agent_console.passwords import Passwords
from agent_console.store import UserStore
from cti.clock import Clock
from cti.database import Database
from switchroom.settings import Settings


def authenticator(settings: Settings, database: Database, clock: Clock) -> Authenticator:
    """What decides about every request, over the users of this database."""
    security = settings.security
    limit = LoginLimit(security.login_attempts, security.login_window_s)
    hours = security.session_hours
    return Authenticator(UserStore(database), Passwords(), clock, settings.http.origins, hours * 3600, limit)
