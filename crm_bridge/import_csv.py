"""A file of customers, read: CSV with a header line, from a spreadsheet or another CRM, Chinese or English.

Every line is checked before anything is kept, and every bad line is told with its number and what is wrong.
"""

import codecs
import csv
import io
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from crm_bridge.customer import CustomerDraft, InvalidCustomer, draft
from crm_bridge.text import one_line
from cti.errors import SwitchroomError

DELIMITERS = ",;\t"
ENCODINGS = ("utf-8", "gb18030", "gbk", "gb2312", "big5", "utf-16", "cp1252", "iso8859-1", "shift_jis", "euc_kr")
_NUMBERS_IN_A_CELL = re.compile(r"[;；,，、|\n]+")
_FIELDS = {
    "name": ("name", "full name", "customer", "姓名", "名称", "客户", "客户姓名", "客户名称"),
    "number": (
        *("number", "numbers", "phone", "phones", "phone number", "mobile", "tel", "telephone"),
        *("电话", "电话号码", "手机", "手机号", "手机号码", "号码", "联系电话"),
    ),
    "email": ("email", "e-mail", "mail", "邮箱", "电子邮箱", "电子邮件"),
    "company": ("company", "organisation", "organization", "公司", "公司名称", "单位"),
    "note": ("note", "notes", "remark", "remarks", "备注", "说明"),
    "owner": ("owner", "account owner", "agent", "负责人", "归属坐席", "专属坐席", "工号"),
}
_TEXTS = tuple(field for field in _FIELDS if field != "number")
_FIELD_OF = {header: field for field, headers in _FIELDS.items() for header in headers}


class FileRefused(SwitchroomError, ValueError):
    """The file as a whole cannot be read; one sentence that names the place and the remedy."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line; `line` counts from 1, the header being line 1."""

    line: int
    problem: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line's cells, still as text."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """A file whose header is understood. `columns`: the field of each column, None for one that is left out."""

    columns: tuple[str | None, ...]
    left_out: tuple[str, ...]
    rows: tuple[Row, ...]


def decode(data: bytes, encoding: str | None = None) -> str:
    """The file's text; UTF-8 (with or without a mark) unless another of `ENCODINGS` is named.

    Raises:
        FileRefused: the encoding is unknown, or the bytes are not in it; names the first such line.
    """
    try:
        wanted = codecs.lookup(encoding or "utf-8").name
    except LookupError:
        wanted = ""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not encoding:
        wanted = "utf-16"
    if wanted not in ENCODINGS:
        raise FileRefused(
            f"The encoding “{one_line(encoding or '', 40)}” is not known; use one of {', '.join(ENCODINGS)}."
        )
    try:
        return data.decode("utf-8-sig" if wanted == "utf-8" else wanted)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        other = "gb18030 (Chinese Excel) or cp1252" if wanted == "utf-8" else "utf-8"
        raise FileRefused(
            f"Line {line} is not text in {wanted}; save the file as UTF-8, or choose its encoding, as {other}."
        ) from error


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(begins, tuple(cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused(
            f"Line {begins} is not well-formed CSV ({error}); look for a quotation mark there."
        ) from error


def _columns(row: Row) -> tuple[str | None, ...]:
    return tuple(_FIELD_OF.get(one_line(cell).casefold()) for cell in row.cells)


def _header(text: str) -> tuple[str, Row]:
    """The delimiter under which the first line names most columns, and that line."""
    first = "\n".join(text.lstrip().splitlines()[:1])
    read = [(delimiter, next(_rows(first, delimiter), Row(1, ()))) for delimiter in DELIMITERS]
    return max(read, key=lambda found: sum(column is not None for column in _columns(found[1])))


def read(data: bytes, encoding: str | None = None) -> CustomerFile:
    """The file's lines under a header that is understood. Raises FileRefused."""
    text = decode(data, encoding)
    delimiter, header = _header(text)
    columns = _columns(header)
    if "name" not in columns:
        raise FileRefused(
            "The first line must name the columns, a name among them, as: name,number,email,company,note "
            "(姓名,电话,邮箱,公司,备注)."
        )
    for field in _TEXTS:
        if columns.count(field) > 1:
            raise FileRefused(f"Two columns are the {field}; leave one of them out.")
    left_out = tuple(
        one_line(cell, 40) for cell, column in zip(header.cells, columns, strict=True) if not column and cell.strip()
    )
    return CustomerFile(columns, left_out, tuple(_rows(text, delimiter))[1:])


def check(
    file: CustomerFile, rows: Sequence[Row], region: str, agents: Container[str] = ()
) -> tuple[list[CustomerDraft], list[Problem]]:
    """The customers that these lines of the file describe, and what is wrong with the others.

    `agents` are the ids of those who may be an owner.
    """
    drafts, problems = [], []
    for row in rows:
        try:
            drafts.append(_draft(file.columns, row, region, agents))
        except InvalidCustomer as error:
            problems.append(Problem(row.line, str(error)))
    return drafts, problems


def _draft(columns: tuple[str | None, ...], row: Row, region: str, agents: Container[str]) -> CustomerDraft:
    if len(row.cells) > len(columns) and any(cell.strip() for cell in row.cells[len(columns) :]):
        extra = f"The line has {len(row.cells)} cells, the header {len(columns)}"
        raise InvalidCustomer(f"{extra}; put text with the delimiter in quotation marks.")
    said = dict.fromkeys(_TEXTS, "")
    numbers: list[str] = []
    for column, cell in zip(columns, row.cells, strict=False):
        if column == "number":
            numbers += _NUMBERS_IN_A_CELL.split(cell)
        elif column:
            said[column] = cell
    return draft(
        name=said["name"],
        numbers=numbers,
        region=region,
        email=said["email"],
        company=said["company"],
        note=said["note"],
        owner=said["owner"],
        agents=agents,
    )
