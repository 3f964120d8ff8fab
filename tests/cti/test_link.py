"""The guarded line to Asterisk, against a scripted peer: what panoramisk alone does wrong, it does right."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from cti.asterisk import link as link_module
from cti.asterisk.link import Ami, Down, Link, Up
from cti.errors import LinkDown, TelephonyError
from tests.cti.world import ScriptedAmi, message, until


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in {"FIRST_RETRY": 0.02, "LAST_RETRY": 0.1, "REFUSED_RETRY": 0.1}.items():
        monkeypatch.setattr(link_module, name, seconds)


@pytest.fixture
async def connect(asterisk: ScriptedAmi) -> AsyncIterator[Callable[..., Link]]:
    links: list[Link] = []

    def make(secret: str = "right") -> Link:
        links.append(Link("127.0.0.1", asterisk.port, "switchroom", secret))
        links[-1].start()
        return links[-1]

    yield make
    for link in links:
        await link.close()


@pytest.fixture
async def link(connect: Callable[..., Link]) -> Link:
    link = connect()
    assert await heard(link) == Up()
    return link


async def heard(link: Link) -> object:
    return await asyncio.wait_for(link.next(), 10)


async def test_an_action_gets_its_own_answer_among_events_and_other_answers(link: Link, asterisk: ScriptedAmi) -> None:
    asterisk.answers["Getvar"] = lambda action: [
        message(Event="Newstate", Channel="a"),
        message(Response="Success", ActionID="somebody-else", Value="wrong"),
        message(Response="Success", ActionID="@ID", Value=action["variable"]),
    ]
    answers = await asyncio.gather(*(link.send({"Action": "Getvar", "Variable": str(n)}) for n in range(20)))
    assert [answer["value"] for answer in answers] == [str(n) for n in range(20)]


async def test_letters_cut_by_tcp_arrive_whole(link: Link, asterisk: ScriptedAmi) -> None:
    text = message(Event="UserEvent", CallerIDName="王小明 Zoë 🙂").encode()
    for index in range(len(text)):
        asterisk.say_bytes(text[index : index + 1])
        if index % 3 == 0:
            await asyncio.sleep(0)
    event = await heard(link)
    assert isinstance(event, Ami)
    assert (event.event, event["calleridname"]) == ("UserEvent", "王小明 Zoë 🙂")


async def test_letters_that_are_no_utf8_lose_nothing_else(link: Link, asterisk: ScriptedAmi) -> None:
    asterisk.say_bytes(b"Event: Newstate\r\nCallerIDName: M\xfcller\r\nUniqueid: 1.1\r\n\r\n")
    event = await heard(link)
    assert isinstance(event, Ami)
    assert event["uniqueid"] == "1.1"
    assert event["calleridname"] == "M�ller"


async def test_events_come_in_the_order_they_were_said(link: Link, asterisk: ScriptedAmi) -> None:
    asterisk.say("".join(message(Event="Newstate", Number=str(n)) for n in range(500)))
    assert [(await link.next())["number"] for _ in range(500)] == [str(n) for n in range(500)]  # type: ignore[index]


@pytest.mark.parametrize("bad", ["x\r\nAction: Originate", "x\n", "\r", "a\0b"])
async def test_a_line_break_in_a_value_is_refused_and_nothing_is_sent(
    link: Link, asterisk: ScriptedAmi, bad: str
) -> None:
    before = len(asterisk.actions)
    for fields in (
        {"Action": "Setvar", "Value": bad},
        {"Action": "Setvar", bad: "x"},
        {"Action": "A", "Variable": [bad]},
    ):
        with pytest.raises(TelephonyError, match="has a line break in it"):
            await link.send(fields)
    await link.send({"Action": "Ping"})
    assert {one["action"] for one in asterisk.actions[before:]} == {"Ping"}


async def test_several_values_of_one_header_are_lines_of_their_own(link: Link, asterisk: ScriptedAmi) -> None:
    await link.send({"Action": "Originate", "Variable": ["A=1", "B=2"]})
    assert asterisk.asked("Originate")[0]["variable"] == "A=1\nB=2"


async def test_an_answer_that_never_comes_is_not_waited_for_longer_than_said(link: Link, asterisk: ScriptedAmi) -> None:
    asterisk.answers["Originate"] = lambda _action: None
    with pytest.raises(TelephonyError, match=r"did not answer Originate within 0\.05 s"):
        await link.send({"Action": "Originate"}, 0.05)
    asterisk.say(message(Response="Success", ActionID=asterisk.asked("Originate")[0]["actionid"]))
    assert (await link.send({"Action": "Other"}))["message"] == "done", "an answer that is late confuses nobody"


async def test_a_refusal_is_told_with_asterisks_own_words(link: Link, asterisk: ScriptedAmi) -> None:
    asterisk.answers["Redirect"] = lambda _a: [message(Response="Error", ActionID="@ID", Message="No such channel")]
    with pytest.raises(TelephonyError, match=r"Asterisk refused Redirect: No such channel\."):
        await link.send({"Action": "Redirect"})


async def test_a_list_is_given_whole_and_without_its_frame(link: Link, asterisk: ScriptedAmi) -> None:
    asterisk.answers["CoreShowChannels"] = lambda _action: [
        message(Response="Success", ActionID="@ID", EventList="start"),
        message(Event="CoreShowChannel", ActionID="@ID", Uniqueid="1"),
        message(Event="Newstate", Uniqueid="between"),
        message(Event="CoreShowChannel", ActionID="@ID", Uniqueid="2"),
        message(Event="CoreShowChannelsComplete", ActionID="@ID", EventList="Complete"),
    ]
    listed = await link.send_list({"Action": "CoreShowChannels"})
    assert [part["uniqueid"] for part in listed if part["uniqueid"]] == ["1", "2"]
    assert (await heard(link))["uniqueid"] == "between"  # type: ignore[index]


async def test_an_order_under_way_when_the_line_is_lost_fails_and_is_never_sent_again(
    link: Link, asterisk: ScriptedAmi
) -> None:
    asterisk.answers["Originate"] = lambda _action: None
    order = asyncio.ensure_future(link.send({"Action": "Originate"}))
    await until(lambda: asterisk.asked("Originate"))
    asterisk.hang_up()
    with pytest.raises(LinkDown, match="lost before it answered"):
        await order
    assert [await heard(link), await heard(link)] == [Down(), Up()]
    await link.send({"Action": "Ping"})
    assert len(asterisk.asked("Originate")) == 1
    assert asterisk.connections == 2


async def test_orders_given_while_there_is_no_line_are_refused_at_once(asterisk: ScriptedAmi) -> None:
    link = Link("127.0.0.1", asterisk.port, "switchroom", "right")
    with pytest.raises(LinkDown, match="no connection to Asterisk now"):
        await link.send({"Action": "Ping"})


async def test_a_peer_that_falls_silent_is_noticed(
    connect: Callable[..., Link], asterisk: ScriptedAmi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "SILENCE_SECONDS", 0.2)
    link = connect()
    assert await heard(link) == Up()
    asterisk.frozen = True
    assert await heard(link) == Down()
    assert not link.up
    asterisk.frozen = False
    assert await heard(link) == Up()


async def test_a_wrong_secret_is_one_sentence_that_says_where_to_look(
    connect: Callable[..., Link], asterisk: ScriptedAmi
) -> None:
    link = connect("wrong")
    await until(lambda: link.problem)
    assert link.problem == (
        f"Asterisk at 127.0.0.1:{asterisk.port} refuses the name or secret; "
        "set asterisk.ami_username and ami_secret as in its manager.conf."
    )
    assert "wrong" not in link.problem
    asterisk.secret = "wrong"
    assert await heard(link) == Up()
    assert link.problem == ""


async def test_nobody_there_is_told_and_tried_until_somebody_is(
    connect: Callable[..., Link], asterisk: ScriptedAmi
) -> None:
    await asterisk.stop()
    link = connect()
    await until(lambda: link.problem)
    assert "cannot be reached" in link.problem
    assert "asterisk.ami_host" in link.problem
    await asterisk.start()
    assert await heard(link) == Up()


async def test_after_its_end_a_link_never_connects_again(connect: Callable[..., Link], asterisk: ScriptedAmi) -> None:
    link = connect()
    assert await heard(link) == Up()
    await link.close()
    assert await heard(link) == Down()
    await asyncio.sleep(0.1)
    assert asterisk.connections == 1


async def test_a_flood_holds_the_sender_back_and_loses_nothing(
    link: Link, asterisk: ScriptedAmi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "QUEUE_HIGH", 50)
    monkeypatch.setattr(link_module, "QUEUE_LOW", 10)
    for number in range(40):
        asterisk.say("".join(message(Event="Newstate", Number=str(50 * number + n)) for n in range(50)))
        await asyncio.sleep(0)
    assert [(await heard(link))["number"] for _ in range(2000)] == [str(n) for n in range(2000)]  # type: ignore[index]


async def test_an_asterisk_that_still_loads_is_waited_for(connect: Callable[..., Link], asterisk: ScriptedAmi) -> None:
    asterisk.booted = False
    link = connect()
    await until(lambda: asterisk.asked("Login"))
    asterisk.say(message(Event="Newstate", Channel="a"))
    assert isinstance(await heard(link), Ami), "what it says meanwhile is no sign that it is ready"
    assert not link.up
    asterisk.say(message(Event="FullyBooted", Status="Fully Booted"))
    assert await heard(link) == Up()


async def test_an_asterisk_that_never_says_it_has_loaded_is_told_of(
    connect: Callable[..., Link], asterisk: ScriptedAmi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "BOOT_SECONDS", 0.05)
    asterisk.booted = False
    link = connect()
    await until(lambda: link.problem)
    assert "read needs `system`" in link.problem
    asterisk.booted = True
    assert await heard(link) == Up()


def test_headers_are_known_by_small_letters_and_one_said_twice_has_two_lines() -> None:
    text = "Event: UserEvent\r\nCallerIDNum: \r\nVariable: a: 1\r\nnonsense\r\nVariable: b"
    assert link_module.headers(text) == {"event": "UserEvent", "calleridnum": "", "variable": "a: 1\nb"}


async def test_an_action_whose_answer_nobody_needs_is_sent_in_its_turn(link: Link, asterisk: ScriptedAmi) -> None:
    link.tell({"Action": "DBDel", "Key": "1"})
    link.tell({"Action": "DBDel", "Key": "2"})
    await link.send({"Action": "Ping"})
    assert [one["action"] for one in asterisk.actions[-3:]] == ["DBDel", "DBDel", "Ping"]
    assert [one["key"] for one in asterisk.asked("DBDel")] == ["1", "2"]
    with pytest.raises(TelephonyError, match="has a line break in it"):
        link.tell({"Action": "DBDel", "Key": "1\r\nAction: Originate"})
    await link.close()
    with pytest.raises(LinkDown, match="no connection to Asterisk now"):
        link.tell({"Action": "DBDel", "Key": "3"})
