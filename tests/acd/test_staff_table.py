"""The agents as a table: written, edited, read again; whole or not at all, with a sentence for each wrong line."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from acd.agent import Agent
from acd.checked import checked_agent
from acd.staff_table import COLUMNS, Plan, plan, rows
from cti.ids import AgentId, QueueId
from reports.export import table_csv

SALES, SUPPORT = QueueId("sales"), QueueId("support")
QUEUES = [str(SALES), str(SUPPORT)]
ANNA = Agent(AgentId("1001"), "Anna", (SALES,), {"french": 3}, order={SALES: 2}, version=4)
BEN = Agent(AgentId("1002"), "+Ben", (SALES, SUPPORT), phone="sip:1002@192.0.2.7", auto_answer=True, version=1)
STAFF: Mapping[AgentId, Agent] = {one.id: one for one in (ANNA, BEN)}


def table(*agents: Agent) -> str:
    return table_csv(rows(list(agents))).decode("utf-8-sig")


def edited(before: str, after: str) -> Plan:
    text = table(*STAFF.values())
    assert before in text
    return plan(text.replace(before, after, 1), STAFF, QUEUES)


def sentences(found: Plan) -> list[tuple[int, str]]:
    assert found.changes == ()
    return [(problem.line, problem.sentence) for problem in found.problems]


def test_a_table_that_is_sent_back_as_it_is_changes_nothing() -> None:
    assert plan(table(*STAFF.values()), STAFF, QUEUES) == Plan(2, (), ())


def test_one_cell_changes_one_field_of_one_agent() -> None:
    (change,) = edited("french:3", "french:5 english:2").changes
    assert (change.line, change.agent, change.new, change.based_on) == (2, ANNA.id, False, 4)
    assert change.changes == (("skills.french", 3, 5), ("skills.english", None, 2))


def test_levels_that_are_not_in_the_cell_any_more_are_gone() -> None:
    (change,) = edited("french:3", "").changes
    assert change.document["skills"] == {}


def test_a_line_with_a_new_id_makes_an_agent_and_an_empty_version_is_no_matter() -> None:
    found = plan("id,name,queues\n1003,Cleo,sales support\n", STAFF, QUEUES)
    (change,) = found.changes
    assert (change.new, change.based_on) == (True, 0)
    made = checked_agent(change.agent, 1, change.document, QUEUES)
    assert (made.name, made.queues) == ("Cleo", (SALES, SUPPORT))


def test_columns_that_are_left_out_leave_their_fields_as_they_are() -> None:
    (change,) = plan("id,name\n1001,Anne\n", STAFF, QUEUES).changes
    assert change.changes == (("name", "Anna", "Anne"),)
    assert change.document["skills"] == {"french": 3}


def test_each_wrong_line_is_told_in_a_sentence_and_then_nothing_is_changed() -> None:
    text = (
        "id,queues,skills,capacity,auto_answer,version\n"
        "1001,service,,,,\n"
        "10 01,sales,,,,\n"
        "1002,,french,,,\n"
        "1003,sales,,much,,\n"
        "1004,sales,,,maybe,\n"
        "1001,sales,,,,3\n"
        "1005,sales,,,,\n"
        "1005,sales,,,,\n"
    )
    assert sentences(plan(text, STAFF, QUEUES)) == [
        (2, "queues.1 is 'service'; use a queue that exists: sales, support."),
        (3, "The agent's id '10 01' cannot be used; write letters, digits, dots, dashes and underscores."),
        (4, "skills has 'french'; write names with numbers, as french:3 english:5."),
        (5, "capacity is 'much'; write a number, as 1 or 0.5."),
        (6, "auto_answer is 'maybe'; write yes or no."),
        (7, "Somebody changed agent 1001 since the download; download the table again."),
        (9, "Agent 1005 is in line 8 already; keep one."),
    ]


def test_a_table_without_a_head_or_with_a_column_nobody_knows_is_one_sentence() -> None:
    assert sentences(plan("1001,Anna\n", STAFF, QUEUES))[0][1].startswith("The first line must name the columns")
    assert sentences(plan("", STAFF, QUEUES))[0][0] == 1
    told = sentences(plan("id,nmae\n1001,Anna\n", STAFF, QUEUES))
    assert told == [(1, f"There is no column 'nmae'; the columns are {', '.join(COLUMNS)}.")]


@given(st.text(max_size=200))
def test_whatever_is_sent_is_answered(text: str) -> None:
    plan(text, STAFF, QUEUES)
    plan(f"id,name,skills,version,capacity\n{text}", STAFF, QUEUES)
