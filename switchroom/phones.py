"""The SIP accounts Asterisk knows: one for each agent's browser, with a random secret of its own,
one for each desk phone, and one for guests. Pure.
"""

import re
from collections.abc import Iterable, Mapping

from acd.agent import Agent
from cti.asterisk.dialplan import endpoint
from cti.errors import ConfigurationError
from cti.ids import AgentId

GUEST = "guest"
HEAD = "; Written by the server from its database; changes made here are lost.\n"
_ADDRESS = re.compile(r"sips?:[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+(:\d{1,5})?")


def _auth(name: str, secret: str) -> str:
    return f"[{name}]\ntype = auth\nauth_type = digest\nusername = {name}\npassword = {secret}\n"


def _account(agent: Agent, secret: str) -> str:
    """A browser registers, and a new registration replaces the old one; a desk phone, where there is one besides,
    stays where it is."""
    name = endpoint(agent.id)
    aor = f"[{name}]\ntype = aor\nmax_contacts = 1\nremove_existing = yes\n"
    browser = f"{_head(agent, name, 'agent')}auth = {name}\n\n{_auth(name, secret)}\n{aor}"
    return f"{browser}\n{_desk_phone(agent)}" if agent.phone else browser


def _desk_phone(agent: Agent) -> str:
    if not _ADDRESS.fullmatch(agent.phone):
        raise ConfigurationError(
            f"The phone {agent.phone!r} of agent {agent.id} is no address; write it like sip:1001@192.0.2.7:5060."
        )
    name = endpoint(agent.id, "desk")
    return f"{_head(agent, name, 'desk-phone')}\n[{name}]\ntype = aor\ncontact = {agent.phone}\n"


def _head(agent: Agent, name: str, kind: str) -> str:
    shown = re.sub(r'[";\r\n]', " ", agent.name)
    return f'[{name}]({kind})\naors = {name}\ncallerid = "{shown}" <{agent.id}>\n'


def agents(staff: Iterable[Agent], secrets: Mapping[AgentId, str]) -> str:
    """The text of `pjsip_agents.conf`.

    Raises:
        ConfigurationError: a desk phone's address is not a SIP address.
    """
    return "\n".join([HEAD, *(_account(agent, secrets[agent.id]) for agent in staff)])


def guest(secret: str | None) -> str:
    """The text of `pjsip_guest.conf`; without a secret there is no guest."""
    if secret is None:
        return HEAD
    return HEAD + f"\n[{GUEST}](webrtc)\ncontext = switchroom-guest\nauth = {GUEST}\n\n" + _auth(GUEST, secret)
