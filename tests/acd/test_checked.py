"""Documents of settings: good ones come back as they were written, and each bad one is one sentence."""

from typing import Any

import pytest

from acd.agent import Agent
from acd.checked import checked_agent, checked_queue
from acd.queue import BEST_SKILL, STRATEGIES, Queue
from acd.waiting_rules import Announcements, CallbackRules, Closing, Exit, Step
from acd.written import differences, merged, plain, written
from cti.errors import ConfigurationError
from cti.opening_hours import OpeningHours
from tests.acd.desk import ANNA, SALES, SUPPORT

KNOWN = (SALES, SUPPORT)
SORRY = {"en": "Sorry, we are closed.", "zh": "抱歉，现在休息。"}
WHOLE = Queue(
    SALES,
    {"en": "Sales", "zh": "销售"},
    BEST_SKILL,
    ring_at_once=3,
    ring_seconds=15.5,
    skills={"french": 2},
    prefer="owner",
    prefer_seconds=30,
    steps=(Step(30, skills={}), Step(60, also=(SUPPORT,)), Step(90, exit=Exit("external", number="+861065529988"))),
    max_waiting=20,
    when_full=Exit("queue", queue=SUPPORT),
    max_wait=600,
    when_over=Exit("voicemail"),
    empty="nobody_logged_in",
    when_empty=Exit(text=SORRY),
    closing=Closing(
        OpeningHours({0: ((540, 750), (810, 1080))}, "DE-BY", {"2026-12-24": ((540, 720),), "2026-12-31": ()}),
        exit=Exit("hang_up", text=SORRY),
        also_waiting=True,
    ),
    announcements=Announcements(20, 60, position=True, wait=True, text={"en": "Please hold."}),
    callbacks=CallbackRules(offer_after=60, least_wait=120, abandoned=True),
    version=4,
)


def refused(document: dict[str, Any]) -> str:
    with pytest.raises(ConfigurationError) as told:
        checked_queue(SALES, 1, document, KNOWN)
    sentence = str(told.value)
    assert "\n" not in sentence
    assert sentence[-1] in ".?"
    return sentence


@pytest.mark.parametrize("queue", [WHOLE, Queue(SALES, version=1)], ids=["every field", "defaults"])
def test_what_is_written_is_taken_and_is_the_same(queue: Queue) -> None:
    assert checked_queue(SALES, queue.version, written(queue), KNOWN) == queue


def test_hours_are_written_as_people_write_them() -> None:
    hours = written(WHOLE)["closing"]["hours"]
    assert hours == {
        "week": {"mon": "09:00-12:30, 13:30-18:00"},
        "holidays": "DE-BY",
        "dates": {"2026-12-24": "09:00-12:00", "2026-12-31": ""},
    }
    assert plain(WHOLE)["closing"]["hours"]["week"] == {"0": [[540, 750], [810, 1080]]}


def test_every_strategy_is_taken_and_an_empty_document_is_the_defaults() -> None:
    for strategy in STRATEGIES:
        assert checked_queue(SALES, 1, {"strategy": strategy}, KNOWN).strategy == strategy
    assert checked_queue(SALES, 1, {}, ()) == Queue(SALES, version=1)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"ring_second": 20}, "There is no field ring_second; did you mean ring_seconds?"),
        ({"zzz": 20}, "There is no field zzz; the fields are names, strategy,"),
        ({"closing": {"hous": {}}}, "There is no field closing.hous; did you mean closing.hours?"),
        ({"strategy": "ring-all"}, "strategy is 'ring-all'; use one of best-skill, fewest-calls,"),
        ({"ring_at_once": 0}, "ring_at_once is 0; write a whole number from 1 to 100."),
        ({"ring_at_once": True}, "ring_at_once is True; write a whole number"),
        ({"ring_seconds": "20"}, "ring_seconds is '20'; write a number from 1 to 600."),
        ({"ring_seconds": 0}, "ring_seconds is 0; write a number from 1 to 600."),
        ({"ring_seconds": float("nan")}, "ring_seconds is nan; write a number"),
        ({"ring_seconds": None}, "ring_seconds is nothing; write a number"),
        ({"wrap_up_seconds": -1}, "wrap_up_seconds is -1; write a number from 0 to 3600."),
        ({"keep_free": -1}, "keep_free is -1; write a whole number from 0"),
        ({"load": 0}, "load is 0; write a number from 0.01"),
        ({"missed": "logout"}, "missed is 'logout'; use one of not_ready, stay_ready."),
        ({"prefer": "boss"}, "prefer is 'boss'; use one of '', last_agent, owner."),
        ({"recorded": "yes"}, "recorded is 'yes'; write true or false."),
        ({"music": "../etc"}, "music is '../etc'; write up to 64 letters"),
        ({"names": "Sales"}, "names is 'Sales'; write a text for each language"),
        ({"names": {"English": "Sales"}}, "names has a text in 'English'; name a language as en or zh."),
        ({"names": {"en": " "}}, "names.en is empty or too long; write up to 2000"),
        ({"skills": {"french": 0}}, "skills.french is 0; write a whole number from 1 to 10."),
        ({"skills": {"fr ench": 1}}, "skills is 'fr ench'; write up to 64 letters"),
        ({"skills": ["french"]}, "skills is ['french']; write a table of names and values."),
        ({"steps": {"after": 1}}, "steps is {'after': 1}; write a list."),
        ({"steps": [{"skills": {}}]}, "steps.1.after is missing; write the seconds"),
        ({"steps": [{"after": 10}]}, "steps.1 changes nothing; give it skills, also or exit"),
        ({"steps": [{"after": 20, "skills": {}}, {"after": 20, "also": ["support"]}]}, "steps.2.after is 20; write"),
        ({"steps": [{"after": 20, "also": ["sales"]}]}, "steps.1.also.1 is 'sales'; use another queue that exists: su"),
        ({"steps": [{"after": 20, "also": ["support", "support"]}]}, "steps.1.also says something twice"),
        ({"steps": [{"after": 20, "exit": {"kind": "message"}}]}, "steps.1.exit.text is empty; write what callers"),
        ({"max_waiting": -1, "when_full": {"kind": "voicemail"}}, "max_waiting is -1; write a whole number"),
        ({"max_waiting": 5}, "when_full.text is empty; write what callers hear"),
        ({"max_wait": 60, "when_over": {"kind": "queue"}}, "when_over.queue is empty; name the queue"),
        ({"max_wait": 60, "when_over": {"kind": "queue", "queue": "billing"}}, "when_over.queue is 'billing'; use an"),
        ({"empty": "nobody_ready", "when_empty": {"kind": "external"}}, "when_empty.number is empty; write the num"),
        ({"when_empty": {"number": "call me"}}, "when_empty.number is 'call me'; write a number to dial"),
        ({"when_empty": {"kind": "park"}}, "when_empty.kind is 'park'; use one of external, hang_up,"),
        ({"empty": "nobody"}, "empty is 'nobody'; use one of '', nobody_logged_in, nobody_ready."),
        ({"closing": {"closed": True}}, "closing.exit.text is empty; write what callers hear"),
        ({"closing": {"hours": {"week": {"monday": "9-18"}}}}, "closing.hours.week is 'monday'; use a day of fri,"),
        ({"closing": {"hours": {"week": {"mon": "morning"}}}}, "closing.hours.week.mon: 'morning' is no span of a"),
        ({"closing": {"hours": {"week": {"mon": "18:00-09:00"}}}}, "closing.hours.week.mon: '18:00-09:00' ends bef"),
        ({"closing": {"hours": {"week": {"mon": 9}}}}, "closing.hours.week.mon is 9; write spans as 09:00-12:30"),
        ({"closing": {"hours": {"holidays": "XX"}}}, "closing.hours.holidays: No public holidays are known for 'XX'"),
        ({"closing": {"hours": {"holidays": 49}}}, "closing.hours.holidays is 49; give a country as CN"),
        ({"closing": {"hours": {"dates": {"24.12.": ""}}}}, "closing.hours.dates names '24.12.', which is no day"),
        ({"announcements": {"every": -1}}, "announcements.every is -1; write a number from 0"),
        ({"callbacks": {"first": "nobody"}}, "callbacks.first is 'nobody'; use one of agent, customer."),
        ({"callbacks": {"retries": 99}}, "callbacks.retries is 99; write a whole number from 0 to 20."),
        ([], "The document is []; write a table of fields."),
    ],
)
def test_each_fault_is_one_sentence_that_names_the_field(document: Any, sentence: str) -> None:
    assert refused(document).startswith(sentence), refused(document)


def test_a_queue_s_id_is_safe_everywhere() -> None:
    for name in ("", "Sales Team", "../x", "销售", "-x", "x" * 65):
        with pytest.raises(ConfigurationError, match=r"The queue's id .* cannot be used; write small letters"):
            checked_queue(name, 1, {}, KNOWN)  # type: ignore[arg-type]


def test_an_exit_that_no_rule_leads_to_may_be_unfinished() -> None:
    assert checked_queue(SALES, 1, {"when_full": {"kind": "queue"}}, KNOWN).when_full.kind == "queue"


def test_an_agent_is_checked_as_well() -> None:
    agent = Agent(ANNA, "Anna", (SALES, SUPPORT), {"french": 5}, "sip:1@192.0.2.7", {SUPPORT: 2}, 2.0, 3.0, True, 2, 6)
    assert checked_agent(ANNA, 6, written(agent), KNOWN) == agent


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"queue": ["sales"]}, "There is no field queue; did you mean queues?"),
        ({"name": ""}, "name is ''; write one line of text."),
        ({"name": "x" * 121}, "name has 121 characters; write at most 120."),
        ({"queues": "sales"}, "queues is 'sales'; write a list."),
        ({"queues": ["billing"]}, "queues.1 is 'billing'; use a queue that exists: sales, support."),
        ({"queues": ["sales", "sales"]}, "queues says something twice"),
        ({"queues": ["sales"], "order": {"support": 2}}, "order names the queue support, which this agent does not"),
        ({"skills": {"french": 11}}, "skills.french is 11; write a whole number from 1 to 10."),
        ({"capacity": 0}, "capacity is 0; write a number from 0.1 to 100."),
        ({"weight": -1}, "weight is -1; write a number from 0.01 to 1000."),
        ({"phone": "1001"}, "phone is '1001'; write an address like sip:1001@192.0.2.7:5060"),
        ({"auto_answer": 1}, "auto_answer is 1; write true or false."),
        ({"calls_at_once": 0}, "calls_at_once is 0; write a whole number from 1 to 5."),
    ],
)
def test_each_fault_of_an_agent_is_one_sentence(document: Any, sentence: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        checked_agent(ANNA, 1, document, KNOWN)
    assert str(told.value).startswith(sentence)


def test_changes_are_put_in_where_they_belong() -> None:
    before = {"a": 1, "b": {"c": 2, "d": 3}, "e": [1]}
    after = merged(before, {"a": None, "b": {"c": 4, "d": None, "f": {"g": 5}}, "e": [2]})
    assert after == {"b": {"c": 4, "f": {"g": 5}}, "e": [2]}
    assert before["b"] == {"c": 2, "d": 3}
    assert differences(before, after) == [
        ("a", 1, None),
        ("b.c", 2, 4),
        ("b.d", 3, None),
        ("b.f", None, {"g": 5}),
        ("e", [1], [2]),
    ]
