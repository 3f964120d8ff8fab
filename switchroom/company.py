"""The company a server works for, as the first run makes it: queues, agents, users, customers, words."""

import secrets
import shutil
import tomllib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from msgspec import to_builtins

import ivr
from acd.agent import Agent
from acd.checked import checked_agent, checked_queue
from acd.queue import Queue
from acd.store import StaffStore
from agent_console.passwords import Passwords, random_password
from agent_console.store import Entry, User, UserStore
from crm_bridge import customer as wording
from crm_bridge.customer import CustomerDraft, InvalidCustomer
from crm_bridge.desk_work.desk_books import DeskBooks
from crm_bridge.fields import fields_of
from crm_bridge.store import CustomerStore
from cti.clock import SystemClock
from cti.database import Database
from cti.errors import ConfigurationError
from cti.ids import AgentId, QueueId
from ivr.flow import Flow
from ivr.loader import load
from switchroom.company_books import keep_books, read_books
from switchroom.settings import Settings

Configured = TypeVar("Configured", Queue, Agent)

SAMPLE = Path(__file__).parent / "sample_company.toml"


@dataclass(frozen=True, slots=True)
class Company:
    """The file `company.toml` as read."""

    path: Path
    data: dict[str, Any]

    @property
    def name(self) -> str:
        """What the company is called."""
        return str(self.data.get("name", "Switchroom"))

    @property
    def guest_numbers(self) -> tuple[tuple[str, dict[str, str]], ...]:
        """The numbers a guest may dial."""
        return tuple((str(n["number"]), dict(n["names"])) for n in self.data.get("guest", {}).get("numbers", ()))

    @property
    def guest_callers(self) -> tuple[tuple[str, str], ...]:
        """Whom the guest telephone may play."""
        return tuple((str(c["number"]), str(c["name"])) for c in self.data.get("guest", {}).get("callers", ()))


def flow(settings: Settings, queues: Iterable[str]) -> Flow:
    """The flow callers hear: the one the settings name, the company's own, or the sample.

    Raises:
        ConfigurationError: one sentence that names file, node and remedy.
    """
    own = settings.home / "flows" / "main.toml"
    sample = Path(ivr.__file__).parent / "flows" / "main.toml"
    path = Path(settings.ivr.flow) if settings.ivr.flow else own if own.exists() else sample
    return load(path, settings.site.timezone, queues, settings.site.language)


def read(home: Path) -> Company:
    """The company of this server; the first call copies the sample.

    Raises:
        ConfigurationError: the file is not TOML.
    """
    path = home / "company.toml"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SAMPLE, path)
    try:
        return Company(path, tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{path} is not valid TOML: {error}; correct it, or delete it to start over."
        ) from error


def _queues(data: dict[str, Any], path: Path) -> list[Queue]:
    """The queues of the file, each field checked. Raises ConfigurationError, which names queue and field."""
    tables = _by_id(data, "queues", path)
    return [_checked(path, f"queue {name}", checked_queue, (QueueId(name), 1, tables[name], tables)) for name in tables]


def _agents(data: dict[str, Any], path: Path) -> list[Agent]:
    """The agents of the file, as `_queues` has it; user name, language and role are their users' own."""
    queues, found = _by_id(data, "queues", path), []
    for name, table in _by_id(data, "agents", path).items():
        document = {field: value for field, value in table.items() if field not in {"username", "language", "role"}}
        found.append(_checked(path, f"agent {name}", checked_agent, (AgentId(name), 1, document, queues)))
    return found


def _by_id(data: dict[str, Any], kind: str, path: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for table in data.get(kind, ()):
        name = table.get("id")
        if not isinstance(name, str) or not name or name in found:
            raise ConfigurationError(f"{path}: each of the {kind} needs an id of its own; {name!r} is none.")
        found[name] = {field: value for field, value in table.items() if field != "id"}
    return found


def _checked(path: Path, what: str, check: Callable[..., Configured], asked: tuple[Any, ...]) -> Configured:
    try:
        return check(*asked)
    except ConfigurationError as error:
        raise ConfigurationError(f"{path}: {what}: {error}") from None


async def found(company: Company, database: Database, region: str) -> dict[str, str]:
    """Make the company in an empty database, and give each new user's random password; nothing if it is there."""
    users, staff = UserStore(database), StaffStore(database)
    if await users.users():
        return {}
    data = company.data
    queues, agents, now = _queues(data, company.path), _agents(data, company.path), SystemClock().now()
    drafts = _customers(data, company.path, {agent.id for agent in agents}, region)
    entries, books = _entries(data, company.path), read_books(data, company.path, [str(queue.id) for queue in queues])
    await staff.save_queues(queues, now)
    await staff.save_agents(agents, {agent.id: secrets.token_urlsafe(24) for agent in agents}, now)
    await users.save_catalogue(entries)
    await keep_books(books, DeskBooks(database, SystemClock()))
    await _keep(drafts, CustomerStore(database, SystemClock()))
    return await _users(data, users)


def _entries(data: dict[str, Any], path: Path) -> list[Entry]:
    reasons = [
        Entry("reason", r["id"], r["names"], {"paid": r.get("paid", True), "kind": r.get("kind", "break")})
        for r in data.get("reasons", ())
    ]
    chosen = []
    for one in data.get("dispositions", ()):
        fields = fields_of(one.get("fields", []), f"{path}: the fields of the disposition {one['id']}")
        details = {"key": one.get("key", ""), "fields": to_builtins(fields)}
        chosen.append(Entry("disposition", one["id"], one["names"], details))
    return reasons + chosen


def _customers(data: dict[str, Any], path: Path, agents: set[AgentId], region: str) -> list[CustomerDraft]:
    drafts = []
    for table in data.get("customers", ()):
        try:
            said = {**table, "owner": str(table.get("owner", ""))}
            drafts.append(wording.draft(region=region, agents=agents, **said))
        except InvalidCustomer as error:
            raise ConfigurationError(f"{path}: customer {table.get('name')}: {error}") from None
    return drafts


async def _keep(drafts: list[CustomerDraft], directory: CustomerStore) -> None:
    if not await directory.search("", 1):
        for draft in drafts:
            await directory.create(draft)


async def _users(data: dict[str, Any], store: UserStore) -> dict[str, str]:
    hasher, given, users = Passwords(), {}, []
    people = [{"role": "agent", **agent, "agent": agent["id"]} for agent in data.get("agents", ())]
    for person in [*people, *data.get("users", ())]:
        password = random_password()
        given[person["username"]] = password
        users.append(
            User(
                uuid.uuid4().hex,
                person["username"],
                person["name"],
                person["role"],
                person.get("language", "zh"),
                person.get("agent"),
                await hasher.hash(password),
            )
        )
    await store.save_users(users)
    return given
