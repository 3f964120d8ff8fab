"""Who may do what: every route names one permission, every role has a set of them."""

from enum import StrEnum


class Permission(StrEnum):
    """What a route asks for. `PUBLIC` needs no login, `LOGGED_IN` any."""

    PUBLIC = "public"
    LOGGED_IN = "logged_in"
    TAKE_CALLS = "calls.take"
    READ_CALLS = "calls.read"
    READ_CUSTOMERS = "customers.read"
    WRITE_CUSTOMERS = "customers.write"
    IMPORT_CUSTOMERS = "customers.import"
    PLAY_OWN_RECORDINGS = "recordings.play_own"
    PLAY_RECORDINGS = "recordings.play"
    ASK_CALLBACKS = "callbacks.ask"
    READ_CALLBACKS = "callbacks.read"
    CANCEL_CALLBACKS = "callbacks.cancel"
    WATCH = "board.watch"
    DIRECT = "floor.direct"
    READ_AUDIT = "audit.read"
    READ_REPORTS = "reports.read"
    READ_EVENTS = "events.read"
    READ_SETTINGS = "settings.read"
    CHANGE_SETTINGS = "settings.change"
    CLOSE_SITE = "site.close"
    HELP = "calls.help"
    ADMINISTER = "site.administer"


AGENT = frozenset(
    {
        Permission.LOGGED_IN,
        Permission.TAKE_CALLS,
        Permission.READ_CUSTOMERS,
        Permission.WRITE_CUSTOMERS,
        Permission.PLAY_OWN_RECORDINGS,
        Permission.ASK_CALLBACKS,
        Permission.READ_CALLBACKS,
    }
)
SUPERVISOR = AGENT | {
    Permission.READ_CALLS,
    Permission.IMPORT_CUSTOMERS,
    Permission.PLAY_RECORDINGS,
    Permission.CANCEL_CALLBACKS,
    Permission.WATCH,
    Permission.DIRECT,
    Permission.READ_AUDIT,
    Permission.READ_REPORTS,
    Permission.READ_EVENTS,
    Permission.READ_SETTINGS,
    Permission.CHANGE_SETTINGS,
    Permission.CLOSE_SITE,
    Permission.HELP,
}
ROLES: dict[str, frozenset[Permission]] = {
    "agent": AGENT,
    "supervisor": SUPERVISOR,
    "administrator": frozenset(Permission),
}


def allows(role: str, permission: Permission) -> bool:
    """Whether a role has a permission; an unknown role has none."""
    return permission in ROLES.get(role, frozenset())
