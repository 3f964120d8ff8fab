"""What callers hear, looked at and listened to over real HTTP; and the trunks."""

from cti import events as e
from cti.trunks import Trunk
from ivr.loader import read
from tests.agent_console.site import FLOW, Site, message


async def test_the_flow_is_shown_with_its_nodes_and_a_mistake_in_its_file_in_a_sentence(site: Site) -> None:
    sue = await site.logged_in("sue")
    (flow,) = (await sue.ask("GET", "/flows"))[1]["flows"]
    assert (flow["start"], flow["problem"]) == ("sales", "")
    (node,) = flow["nodes"]
    assert (node["name"], node["kind"], node["details"]["queue"]) == ("sales", "Queue", "sales")
    site.flow_file = FLOW.replace('queue = "sales"', 'queue = "sails"')
    (flow,) = (await sue.ask("GET", "/flows"))[1]["flows"]
    assert "sails" in flow["problem"]
    assert flow["nodes"] == [node], "what is served is what was read at the start"


async def test_a_node_that_gives_back_shows_how_long_and_what_else(site: Site) -> None:
    text = FLOW + '[nodes.back]\nkind = "give_back"\npatience = 90\notherwise = "sales"\ntext.en = "Thank you."\n'
    site.house.flow = read(text, "site.toml", "UTC", ["sales"])
    sue = await site.logged_in("sue")
    (flow,) = (await sue.ask("GET", "/flows"))[1]["flows"]
    node = flow["nodes"][1]
    assert (node["kind"], node["leads_to"], node["text"]) == ("GiveBack", {"otherwise": "sales"}, {"en": "Thank you."})
    assert node["details"] == {"patience": 90}


WRONG = """start = "welcome"

[nodes.menu]
kind = "menu"
text.en = "Press one."
keys = { 1 = "sails", 12 = "menu" }
otherwise = "menu"

[nodes.sails]
kind = "queue"
queue = "sails"

[nodes.bye]
kind = "say"
text.de = "Bis bald"
then = "nowhere"
"""


async def test_a_flow_that_is_not_in_place_is_judged_as_a_whole_and_shown_and_stays_out(site: Site) -> None:
    sue = await site.logged_in("sue")
    status, found = await sue.ask("POST", "/flow-check", json={"text": WRONG, "name": "new.toml"})
    assert status == 200
    assert [(one["line"], one["node"], one["sentence"].split(";")[0]) for one in found["problems"]] == [
        (None, "", "It starts at 'welcome', which is not there"),
        (3, "menu", "Node 'menu': '12' is not a key of a telephone"),
        (9, "sails", "Node 'sails' names the queue 'sails', which is not there"),
        (13, "bye", "Node 'bye': 'text' is not there in en"),
        (13, "bye", "Node 'bye' leads to 'nowhere', which is not there"),
    ]
    assert [node["name"] for node in found["flow"]["nodes"]] == ["sails", "bye"], "what can be read is shown"
    right = (await sue.ask("POST", "/flow-check", json={"text": FLOW.replace("nodes.sales", "nodes.new")}))[1]
    assert (right["problems"], [node["name"] for node in right["flow"]["nodes"]]) == ([], ["new"])
    (served,) = (await sue.ask("GET", "/flows"))[1]["flows"]
    assert ([node["name"] for node in served["nodes"]], served["problem"]) == (["sales"], "")
    anna = await site.logged_in("anna")
    assert (await anna.ask("POST", "/flow-check", json={"text": FLOW}))[0] == 403


async def test_a_flow_that_cannot_be_read_at_all_says_where(site: Site) -> None:
    sue = await site.logged_in("sue")
    for text, line, sentence in (
        ("name = 1\n[nodes", 2, "This is no TOML"),
        ("", None, "The file has no nodes; write at least one"),
    ):
        found = (await sue.ask("POST", "/flow-check", json={"text": text}))[1]
        assert found["flow"] is None
        (problem,) = found["problems"]
        assert (problem["line"], problem["sentence"].startswith(sentence)) == (line, True), problem
    assert (await sue.ask("POST", "/flow-check", json={"text": FLOW, "name": ""}))[0] == 422


async def test_the_sounds_are_listed_with_their_texts_and_can_be_heard_once_they_are_spoken(site: Site) -> None:
    sue = await site.logged_in("sue")
    closed = {"closing": {"closed": True, "exit": {"text": {"en": "We are closed."}}}}
    assert (await sue.ask("PATCH", "/queues/sales", json={"settings": closed}))[0] == 200
    listed = {one["text"]: one for one in (await sue.ask("GET", "/prompts"))[1]["prompts"]}
    sound = listed["We are closed."]
    assert (sound["language"], sound["spoken"]) == ("en", False)
    assert (await sue.ask("GET", f"/prompts/{sound['id']}/audio"))[0] == 404
    await site.house.prompts.prepare([("en", "We are closed.")])
    heard = await sue.raw("GET", f"/prompts/{sound['id']}/audio")
    assert (heard.status, heard.content_type, await heard.read()) == (200, "audio/wav", b"en We are closed.")


async def test_no_file_but_a_sound_can_be_asked_for(site: Site) -> None:
    sue = await site.logged_in("sue")
    for name in ("..%2F..%2Fsite.db", "site", "0" * 24):
        assert (await sue.raw("GET", f"/prompts/{name}/audio")).status == 404


async def test_the_trunks_are_told_as_the_board_shows_them(site: Site) -> None:
    sue = await site.logged_in("sue")
    board = await sue.socket("/live?for=board")
    site.exchange.outside = (Trunk("trunk", True, None, 1),)
    site._tell(e.TelephonyRestored(at=site.clock.at, node="main"))
    told = await message(board, "trunks")
    assert (await sue.ask("GET", "/trunks"))[1]["trunks"] == told["trunks"]
