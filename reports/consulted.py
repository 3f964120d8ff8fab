"""Being asked: an agent speaks with a colleague about a call, whose customer does not hear it; no part of its talk."""

from msgspec import Struct
from msgspec.structs import replace

from cti import events as e
from cti.ids import AgentId, OfferId, same_party


class Consulted(Struct, frozen=True, kw_only=True, gc=False):
    """One agent was asked as the party `party`, from `at` to `ended` (seconds since the epoch; None: it goes on)."""

    party: OfferId
    agent: AgentId
    at: float
    ended: float | None = None

    @property
    def consult_s(self) -> float:
        """Seconds of being asked; 0 until it is over."""
        return 0.0 if self.ended is None else max(0.0, self.ended - self.at)


def asked(before: tuple[Consulted, ...], event: e.CallEvent) -> tuple[Consulted, ...]:
    """Who was asked about a call, after one more fact."""
    match event:
        case e.ConsultAnswered(agent=agent, consult=party) if agent is not None:
            known = any(one.party == party for one in before)
            return before if known else (*before, Consulted(party=party, agent=agent, at=event.at))
        case e.ConsultEnded(consult=party) if any(one.ended is None for one in before):
            return tuple(
                replace(one, ended=event.at) if one.ended is None and same_party(one.party, party) else one
                for one in before
            )
    return before
