"""The servers that tests share do not carry anything from one test to the next."""

import psycopg
import pytest
from redis import Redis

from tests import tools


@pytest.mark.redis
@pytest.mark.parametrize("_time", [1, 2])
def test_redis_is_empty_each_time(redis_url: str, _time: int) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", "behind")


@pytest.mark.postgres
@pytest.mark.parametrize("_time", [1, 2])
def test_postgres_is_empty_each_time(fresh_postgres: str, _time: int) -> None:
    with psycopg.connect(fresh_postgres.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE left_behind (id int)")


def test_ports_lie_in_a_row() -> None:
    ports = tools.free_ports(4)
    assert ports == list(range(ports[0], ports[0] + 4))
    assert ports[0] % 2 == 0


def test_what_is_missing_is_skipped_but_never_by_make_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SWITCHROOM_TEST_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-program is missing"):
        tools.program("no-such-program")
    monkeypatch.setenv("SWITCHROOM_TEST_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match="no-such-program is missing"):
        tools.program("no-such-program")
