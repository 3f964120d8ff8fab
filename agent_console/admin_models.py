"""The API's words about administration: users, roles, programs' tokens, and the words a console offers."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from agent_console.models import Model, Names

Username = Annotated[str, StringConstraints(pattern=r"^\S{1,64}$")]
Shown = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
RoleName = Literal["agent", "supervisor", "administrator"]
LanguageName = Literal["zh", "en"]
Password = Annotated[str, StringConstraints(min_length=10, max_length=200)]


class NewUser(Model):
    """Somebody who shall log in; without a password one is made, and shown once."""

    username: Username
    name: Shown
    role: RoleName
    language: LanguageName = "zh"
    agent: str | None = Field(None, max_length=64)
    password: Password | None = None


class UserChange(Model):
    """What is to be another way; what is absent stays as it is."""

    name: Shown | None = None
    role: RoleName | None = None
    language: LanguageName | None = None
    agent: str | None = Field(None, max_length=64, description="Empty: this user takes no calls.")
    disabled: bool | None = None


class NewPassword(Model):
    """A new password; without one it is made, and shown once."""

    password: Password | None = None


class ManagedUser(Model):
    """A user as an administrator sees one. `password` is there once, in the answer to what made it."""

    id: str
    username: str
    name: str
    role: str
    language: str
    agent: str | None
    disabled: bool
    password: str | None = None


class ManagedUsers(Model):
    """Everybody who can log in."""

    users: list[ManagedUser]


class RoleView(Model):
    """A role and what it may do."""

    role: str
    permissions: list[str]


class RolesView(Model):
    """Every role, and every permission there is (`permissions`), in order."""

    permissions: list[str]
    roles: list[RoleView]


class NewToken(Model):
    """A token for a program."""

    name: Shown
    role: RoleName


class TokenView(Model):
    """A program's token. `token` is there once, in the answer to what made it."""

    name: str
    role: str
    created: str
    last_used: str | None
    token: str | None = None


class TokensView(Model):
    """Every program's token."""

    tokens: list[TokenView]


WordKind = Literal["reason", "disposition"]


class WordView(Model):
    """A not-ready reason (`paid`) or a disposition (`key`: the digit that chooses it, or nothing)."""

    kind: WordKind
    id: str
    name: Names
    paid: bool = True
    key: str = ""


class WordsView(Model):
    """The words a console offers, in order."""

    words: list[WordView]


class WordBody(Model):
    """A word as it shall be; `place` counts from 0 among its kind, None: where it stands, or last."""

    name: dict[LanguageName, Shown] = Field(min_length=1)
    paid: bool = True
    key: str = Field("", pattern=r"^[0-9]?$")
    place: int | None = Field(None, ge=0, le=1000)


class NewAgent(Model):
    """An agent to be made; the id is also the extension. What the settings leave out has its default."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$")
    settings: dict[str, Any] = Field(default_factory=dict)


class StaffTable(Model):
    """The agents as a table (CSV), whole or some of them; without `apply` it is only looked at."""

    text: str = Field(max_length=5_000_000)
    apply: bool = False


class StaffField(Model):
    """One field of an agent, before and after."""

    field: str
    before: Any = None
    after: Any = None


class StaffChangeView(Model):
    """What a line of the table changes; `new`: the agent is made."""

    line: int
    agent: str
    new: bool
    changes: list[StaffField]


class StaffProblem(Model):
    """What is wrong with a line, and what to do."""

    line: int
    sentence: str


class StaffPlanView(Model):
    """What a table would change, or (`applied`) has changed; with problems nothing is changed."""

    lines: int
    changes: list[StaffChangeView]
    problems: list[StaffProblem]
    applied: bool
