"""The console's types are those of the server's models."""

from scripts import make_types
from scripts.make_types import declaration, same


def test_the_consoles_types_are_those_of_the_servers_models() -> None:
    committed = make_types.FILE.read_text(encoding="utf-8")
    assert same(committed, make_types.written()), "The console's types are stale; run `make types` and commit its file."


def test_a_type_says_what_its_schema_says() -> None:
    schema = {
        "description": "A thing.",
        "type": "object",
        "required": ["kind", "tags"],
        "properties": {
            "kind": {"const": "thing", "type": "string"},
            "size": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "tags": {"type": "array", "items": {"enum": ["a", "b"]}},
            "owner": {"$ref": "#/components/schemas/Person"},
        },
    }
    said = "export interface Thing { kind: 'thing'; size?: number | null; tags: ('a' | 'b')[]; owner?: Person }"
    assert declaration("Thing", schema) == f"/** A thing. */\n{said}\n"


def test_broken_lines_make_no_other_type_but_another_field_does() -> None:
    line = "export type A = 'x' | 'y'\nexport interface B { c: A; d: string }"
    broken = "export type A =\n  | 'x'\n  | 'y'\nexport interface B {\n  c: A\n  d: string\n}"
    assert same(line, broken)
    assert not same(line, broken.replace("d: string", "d?: string"))
