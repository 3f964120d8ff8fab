"""What machines ask: health, metrics, and the API's own description."""

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from agent_console import models as m
from agent_console.house import House
from agent_console.permissions import Permission as P
from agent_console.routing import ROUTES, Asked, route


def _health(house: House, *, able: bool) -> m.Health:
    problem = getattr(house.telephony, "problem", "") or None
    return m.Health(
        status="ok" if able else "unavailable",
        version=house.version,
        telephony=house.telephony.up,
        database=not house.journal.database_away,
        problem=problem,
    )


@route("GET", "/healthz", P.PUBLIC, "Whether the server lives", answer=m.Health)
async def healthz(asked: Asked) -> m.Health:
    """Answers as long as the server can answer at all."""
    return _health(asked.house, able=True)


@route("GET", "/readyz", P.PUBLIC, "Whether the server can serve calls", answer=m.Health, errors=(503,))
async def readyz(asked: Asked) -> web.Response:
    """200 with Asterisk and database at hand, 503 without."""
    able = asked.house.telephony.up and not asked.house.journal.database_away
    body = _health(asked.house, able=able).model_dump_json()
    return web.Response(text=body, status=200 if able else 503, content_type="application/json")


class _Gauges(Collector):
    def __init__(self, house: House) -> None:
        self._house = house

    def collect(self) -> list[GaugeMetricFamily]:
        house = self._house
        waiting = GaugeMetricFamily("switchroom_calls_waiting", "Calls waiting in a queue", labels=["queue"])
        for queue in house.reports.board.queues():
            waiting.add_metric([queue.id], queue.waiting)
        agents = GaugeMetricFamily("switchroom_agents", "Agents by state", labels=["state"])
        states = [row.state for row in house.reports.board.agents()]
        for state in sorted(set(states)):
            agents.add_metric([state], states.count(state))
        plain = {
            "switchroom_calls": ("Calls on the line", len(house.calls.alive())),
            "switchroom_consoles": ("Live consoles", len(house.consoles)),
            "switchroom_telephony_up": ("Whether Asterisk is reached", int(house.telephony.up)),
            "switchroom_database_up": ("Whether the database is reached", int(not house.journal.database_away)),
            "switchroom_journal_position": ("Facts ever recorded", house.journal.position),
            "switchroom_journal_unwritten": (
                "Facts in the outbox only",
                house.journal.position - house.journal.written,
            ),
        }
        return [waiting, agents, *(GaugeMetricFamily(name, text, value) for name, (text, value) in plain.items())]


@route("GET", "/metrics", P.PUBLIC, "Metrics for Prometheus", media="text/plain")
async def metrics(asked: Asked) -> web.Response:
    """Counts only, no names and no numbers."""
    registry = CollectorRegistry()
    registry.register(_Gauges(asked.house))
    return web.Response(body=generate_latest(registry), headers={"Content-Type": "text/plain; version=0.0.4"})


@route("GET", "/openapi.json", P.PUBLIC, "This API in OpenAPI 3.1")
async def openapi(asked: Asked) -> web.Response:
    """Made from the routes themselves."""
    from agent_console.openapi import describe

    return web.json_response(describe(ROUTES, asked.house.version))
