"""The SIP accounts Asterisk knows: one for each agent, with a random secret of its own, and one for guests. Pure."""

from collections.abc import Mapping

from cti.asterisk.dialplan import endpoint
from cti.ids import AgentId

GUEST = "guest"
HEAD = "; Written by the server from its database; changes made here are lost.\n"


def _auth(name: str, secret: str) -> str:
    return f"[{name}]\ntype = auth\nauth_type = digest\nusername = {name}\npassword = {secret}\n"


def agents(secrets: Mapping[AgentId, str], names: Mapping[AgentId, str]) -> str:
    """The text of `pjsip_agents.conf`. A new registration replaces the old one: a reloaded page is the phone."""
    parts = [HEAD]
    for agent, secret in sorted(secrets.items()):
        name = endpoint(agent)
        shown = names.get(agent, agent).replace('"', "").replace("\n", " ")
        parts.append(
            f'[{name}](agent)\nauth = {name}\naors = {name}\ncallerid = "{shown}" <{agent}>\n\n'
            + _auth(name, secret)
            + f"\n[{name}]\ntype = aor\nmax_contacts = 1\nremove_existing = yes\n"
        )
    return "\n".join(parts)


def guest(secret: str | None) -> str:
    """The text of `pjsip_guest.conf`; without a secret there is no guest."""
    if secret is None:
        return HEAD
    return HEAD + f"\n[{GUEST}](webrtc)\ncontext = switchroom-guest\nauth = {GUEST}\n\n" + _auth(GUEST, secret)
