import pytest

from reports.metrics import METRICS, Counts

ICMI = Counts(answered=1000, abandoned=60, answered_within=860, abandoned_within=20, short_abandons=10)


@pytest.mark.parametrize(("number", "percent"), [(1, 83), (2, 86), (3, 81), (4, 83), (5, 82)])
def test_icmis_own_worked_example(number: int, percent: int) -> None:
    level = METRICS[f"sl.icmi-{number}"].function(ICMI)
    assert level is not None
    assert round(100 * level) == percent


def test_the_other_formulas() -> None:
    counts = Counts(
        answered=4, abandoned=1, flowed_out=5, answered_wait_s=40, handled=4, handled_s=300, available_s=100
    )
    values = {name: METRICS[name].function(counts) for name in ("offered", "asa", "aht", "abandon_rate", "occupancy")}
    assert values == {"offered": 10, "asa": 10, "aht": 75, "abandon_rate": 0.1, "occupancy": 0.75}


def test_nothing_is_divided_by_nothing() -> None:
    for metric in METRICS.values():
        assert metric.function(Counts()) in {None, 0}


def test_each_metric_says_what_it_is_and_whence() -> None:
    assert all(metric.text and metric.source and metric.id == name for name, metric in METRICS.items())
