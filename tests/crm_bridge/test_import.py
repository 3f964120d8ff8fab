"""A file of customers comes in whole or not at all, and says of each bad line what is wrong with it."""

import asyncio
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_bridge.directory import ContactDirectory
from crm_bridge.import_csv import ENCODINGS, FileRefused, check, decode, read
from crm_bridge.import_job import ImportJobs, import_customers
from crm_bridge.phone_number import parse
from crm_bridge.store import CustomerStore
from cti.database import Database
from tests.crm_bridge.floor import HandClock
from tests.doubles.memory_directory import MemoryDirectory

ENGLISH = "name,number,email,company,note\nWei Wang,13800138001;10086,w@example.com,Acme,VIP\n"
CHINESE = "姓名\t电话\t手机\t邮箱\t公司\t备注\n王伟\t075526988888\t13800138001\tw@example.com\t某公司\t老客户\n"


@pytest.mark.parametrize("text", [ENGLISH, ENGLISH.replace(",", "|").replace(";", ",").replace("|", ";"), CHINESE])
def test_headers_in_both_languages_and_three_delimiters(text: str) -> None:
    file = read(text.encode())
    (said,), problems = check(file, file.rows, "CN")
    assert problems == []
    assert "+8613800138001" in [number.e164 for number in said.numbers]
    assert (len(said.numbers), said.email, file.left_out) == (2, "w@example.com", ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encodings_of_spreadsheets(encoding: str) -> None:
    named = None if encoding in {"utf-8", "utf-8-sig", "utf-16"} else encoding
    assert read(CHINESE.encode(encoding), named).rows[0].cells[0] == "王伟"


@pytest.mark.parametrize(
    ("data", "encoding", "sentence"),
    [
        ("name\nA\n王伟\n".encode("gb18030"), None, r"Line 3 is not text in utf-8; .* gb18030"),
        (b"name\n\x81", "gbk", r"Line 2 is not text in gbk; .* utf-8"),
        (b"name\nA", "klingon", "The encoding “klingon” is not known"),
        (b"name\nA", "hex", "The encoding “hex” is not known"),
        (b"", None, "The first line must name the columns"),
        (b"13800138001,Wang\n", None, "The first line must name the columns"),
        (b"number,email\n1,2\n", None, "a name among them"),
        (b"name,name\nA,B\n", None, "Two columns are the name"),
        (b'name,note\nA,ok\nB,"open\nC,D\n', None, "Line 3 is not well-formed CSV"),
        (b"name\n" + b"x" * 200_000, None, "Line 2 is not well-formed CSV"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_what_to_do(data: bytes, encoding: str | None, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        read(data, encoding)


def test_bad_lines_are_told_by_their_number_in_the_file() -> None:
    file = read(b'name,number,note\nA,13800138001,"two\nlines"\n\nB,hello\n,10086\nC,10086,x,y,z\nD,,\n')
    good, problems = check(file, file.rows, "CN")
    assert [said.name for said in good] == ["A", "D"]
    assert [(problem.line, problem.problem.split(";")[0]) for problem in problems] == [
        (5, "“hello” is not a phone number"),
        (6, "A customer needs a name"),
        (7, "The line has 5 cells, the header 3"),
    ]


def test_columns_that_mean_nothing_to_us_are_named() -> None:
    assert read(b"Name;Shoe size;Phone\nA;43;10086\n").left_out == ("Shoe size",)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for encoding in (None, *ENCODINGS):
        with suppress(FileRefused):
            file = read(b"name,number\n" + data, encoding)
            good, bad = check(file, file.rows, "CN")
            assert len(good) + len(bad) == len(file.rows)


@given(st.text(st.characters(codec="gb18030"), max_size=50))
def test_text_in_a_named_encoding_is_read_back(text: str) -> None:
    assert decode(text.encode("gb18030"), "gb18030") == text


async def test_all_good_lines_come_in_and_are_counted(directory: ContactDirectory) -> None:
    told: list[tuple[int, int]] = []
    data = ENGLISH.encode() + b"Li Na,13900139000,,,\nWei Wang,+86 138 0013 8001,new@example.com,,\n"
    ended = await import_customers(directory, data, region="CN", progress=lambda *at: told.append(at))
    assert (ended.state, ended.done, ended.total, ended.created, ended.updated) == ("done", 3, 3, 2, 1)
    assert told[-1] == (3, 3)
    (wang,) = await directory.find_by_number(parse("13800138001", "CN"))
    assert (wang.email, wang.company) == ("new@example.com", "Acme")
    again = await import_customers(directory, data, region="CN")
    assert (again.created, again.updated, len(await directory.search(""))) == (0, 3, 2)


async def test_one_bad_line_keeps_all_out(directory: ContactDirectory) -> None:
    ended = await import_customers(directory, ENGLISH.encode() + b"Li Na,hello,,,\n", region="CN")
    assert (ended.state, ended.created, [problem.line for problem in ended.problems]) == ("refused", 0, [3])
    assert ended.message == "1 of 2 lines are wrong, so nothing was imported; correct them and try again."
    assert await directory.search("") == ()


@pytest.mark.parametrize("column", ["owner", "Account Owner", "负责人"])
async def test_a_line_may_name_the_owner(directory: ContactDirectory, column: str) -> None:
    data = f"name,number,{column}\nWei Wang,13800138001,1001\nLi Na,13900139000,\n".encode()
    ended = await import_customers(directory, data, region="CN", agents={"1001"})
    assert (ended.state, ended.created) == ("done", 2)
    assert [one.owner for one in await directory.search("")] == [None, "1001"]
    again = await import_customers(directory, b"name,number\nWei Wang,13800138001\n", region="CN")
    assert (again.updated, (await directory.search("wei"))[0].owner) == (1, "1001")


async def test_an_owner_who_is_no_agent_is_a_bad_line(directory: ContactDirectory) -> None:
    ended = await import_customers(directory, b"name,owner\nA,1001\nB,boss\n", region="CN", agents={"1001"})
    assert (ended.state, [(one.line, one.problem) for one in ended.problems]) == (
        "refused",
        [(3, "The owner “boss” is no agent; write the id of one, as 1001, or leave it empty.")],
    )
    assert await directory.search("") == ()


async def test_bad_lines_can_be_left_out_on_request(directory: ContactDirectory) -> None:
    data = ENGLISH.encode() + b"Li Na,hello,,,\n"
    ended = await import_customers(directory, data, region="CN", skip_bad=True)
    assert (ended.state, ended.created, len(ended.problems)) == ("done", 1, 1)


async def finished(jobs: ImportJobs, job: str) -> None:
    async with asyncio.timeout(30):
        while (status := jobs.get(job)) and status.state == "running":
            await asyncio.sleep(0.01)


async def test_a_job_can_be_asked_about_until_and_after_its_end() -> None:
    jobs = ImportJobs(MemoryDirectory(), "CN")
    good, bad = jobs.begin(ENGLISH.encode()), jobs.begin(CHINESE.encode("gb18030"))
    assert (good.state, jobs.get("nothing")) == ("running", None)
    await finished(jobs, good.id)
    await finished(jobs, bad.id)
    assert (ended := jobs.get(good.id)) is not None
    assert (ended.id, ended.state, ended.created) == (good.id, "done", 1)
    assert (refused := jobs.get(bad.id)) is not None
    assert (refused.state, refused.message and refused.message[:6]) == ("refused", "Line 1")
    for _ in range(30):
        await finished(jobs, jobs.begin(b"name\nA\n").id)
    assert jobs.get(good.id) is None
    await jobs.close()


async def test_a_database_that_is_away_imports_nothing(sqlite: Database, clock: HandClock) -> None:
    async with sqlite.writing() as connection:
        await connection.exec_driver_sql("DROP TABLE customer_numbers")
    jobs = ImportJobs(CustomerStore(sqlite, clock), "CN")
    job = jobs.begin(ENGLISH.encode())
    await finished(jobs, job.id)
    assert (ended := jobs.get(job.id)) is not None
    assert (ended.state, ended.message and ended.message[:12]) == ("refused", "The database")
    await jobs.close()


async def test_ten_thousand_lines_come_in_while_the_loop_keeps_turning(sqlite: Database, clock: HandClock) -> None:
    lines = "".join(f"Customer {n},138{n:08},,Company {n % 50},\n" for n in range(10_000))
    data = ("name,number,email,company,note\n" + lines).encode()
    jobs, turns = ImportJobs(CustomerStore(sqlite, clock), "CN"), 0
    job = jobs.begin(data).id
    shown: set[int] = set()
    async with asyncio.timeout(60):
        while (status := jobs.get(job)) and status.state == "running":
            shown.add(status.done)
            await asyncio.sleep(0.001)
            turns += 1
    assert (ended := jobs.get(job)) is not None
    assert (ended.state, ended.created) == ("done", 10_000)
    assert len(shown) > 20
    assert turns > 100
    await jobs.close()
