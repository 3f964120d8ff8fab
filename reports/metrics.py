"""The field's formulas by name. Live figures and reports both come from here, and nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass

ICMI = "ICMI, five service-level calculations (March 2005)"
WFM_LABS = "WFM Labs glossary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the formulas are made of. Times in seconds.

    `answered_within` and `abandoned_within` are those whose wait was at most their queue's threshold T;
    `short_abandons` those within the queue's limit for a short abandon. `handled` are answered calls whose talk and
    wrap-up are over, `handled_s` their talk, hold and wrap-up: a call that goes on is in no mean yet.
    """

    answered: int = 0
    answered_within: int = 0
    abandoned: int = 0
    abandoned_within: int = 0
    short_abandons: int = 0
    flowed_out: int = 0
    answered_wait_s: float = 0.0
    handled: int = 0
    handled_s: float = 0.0
    available_s: float = 0.0


Formula = Callable[[Counts], float | None]


@dataclass(frozen=True, slots=True)
class Metric:
    """One named formula: its id, the function, and the formula and its source in words."""

    id: str
    function: Formula
    text: str
    source: str


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def offered(c: Counts) -> int:
    """Calls that left a queue in whatever way."""
    return c.answered + c.abandoned + c.flowed_out


def service_level_1(c: Counts) -> float | None:
    """Answered or abandoned within T, of all."""
    return _share(c.answered_within + c.abandoned_within, c.answered + c.abandoned)


def service_level_2(c: Counts) -> float | None:
    """Answered within T, of the answered: abandoned calls do not count."""
    return _share(c.answered_within, c.answered)


def service_level_3(c: Counts) -> float | None:
    """Answered within T, of all: every abandoned call counts against."""
    return _share(c.answered_within, c.answered + c.abandoned)


def service_level_4(c: Counts) -> float | None:
    """Answered within T, of all but those who abandoned within T."""
    return _share(c.answered_within, c.answered + c.abandoned - c.abandoned_within)


def service_level_5(c: Counts) -> float | None:
    """Answered within T or abandoned at once, of all."""
    return _share(c.answered_within + c.short_abandons, c.answered + c.abandoned)


def average_speed_of_answer(c: Counts) -> float | None:
    """Mean wait of the answered, seconds."""
    return _share(c.answered_wait_s, c.answered)


def average_handle_time(c: Counts) -> float | None:
    """Mean talk, hold and wrap-up of the handled, seconds."""
    return _share(c.handled_s, c.handled)


def abandon_rate(c: Counts) -> float | None:
    """Abandoned, of the offered."""
    return _share(c.abandoned, offered(c))


def occupancy(c: Counts) -> float | None:
    """Handling, of handling and available time."""
    return _share(c.handled_s, c.handled_s + c.available_s)


METRICS: dict[str, Metric] = {
    metric.id: metric
    for metric in (
        Metric("offered", offered, "Ans + Ab + flow-out", "Genesys Cloud metric definitions"),
        Metric("sl.icmi-1", service_level_1, "(AnsT + AbT) / (Ans + Ab)", ICMI),
        Metric("sl.icmi-2", service_level_2, "AnsT / Ans", ICMI),
        Metric("sl.icmi-3", service_level_3, "AnsT / (Ans + Ab)", ICMI),
        Metric("sl.icmi-4", service_level_4, "AnsT / (Ans + Ab - AbT)", ICMI),
        Metric("sl.icmi-5", service_level_5, "(AnsT + AbS) / (Ans + Ab)", ICMI),
        Metric("asa", average_speed_of_answer, "Σ wait of answered / Ans", WFM_LABS),
        Metric("aht", average_handle_time, "Σ (talk + hold + wrap-up) / handled", WFM_LABS),
        Metric("abandon_rate", abandon_rate, "Ab / offered", "Amazon Connect metric definitions"),
        Metric("occupancy", occupancy, "handling / (handling + available)", WFM_LABS),
    )
}
DEFAULT_SERVICE_LEVEL = "sl.icmi-3"
