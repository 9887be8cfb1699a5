"""Files that are damaged, or made to hang or overflow what reads them."""

from __future__ import annotations

from bad_inputs.project import BadProject
from office_inputs.cases import OBSERVED, case, each, edit, recode, refused

PLAN, PACKAGE, DERIVED = "data/plan/plan.yml", "data/datapackage.json", "data/context/derived.csv"


def written(name: str, text: str):
    return lambda bad: bad.path(name).write_text(text, encoding="utf-8")


def added(name: str, text: str):
    def spoil(bad: BadProject) -> None:
        with bad.path(name).open("a", encoding="utf-8") as file:
            file.write(text)

    return spoil


BOMB = "a0: &a0 {x: y}\n" + "".join(
    f"a{level}: &a{level} {{{', '.join(f'k{n}: *a{level - 1}' for n in range(9))}}}\n" for level in range(1, 9)
)
each(
    "anchors of YAML",
    [
        ("that multiply", added(PLAN, BOMB)),
        ("that hold themselves", added(PLAN, "x: &x {y: *x}\n")),
        ("of one value", added(PLAN, "note: &n text\n")),
    ],
    refused("anchors or aliases of YAML", PLAN, only=False),
)
each(
    "groups without end",
    [
        ("in braces", added(PLAN, "x: " + "{a: " * 2000 + "1" + "}" * 2000 + "\n")),
        ("in brackets", added(PLAN, "x: " + "[" * 5000 + "]" * 5000 + "\n")),
        ("in lines", added(PLAN, "".join(" " * depth + f"a{depth}:\n" for depth in range(300)))),
    ],
    refused("too deep in one another", only=False),
)
case(
    "JSON without end",
    written(PACKAGE, "[" * 100_000 + "]" * 100_000),
    refused("cannot be read as JSON", "too deep"),
)
each(
    "a description that is none",
    [
        (text, written(PACKAGE, text))
        for text in ("[]", "1", '"x"', "{}", '{"resources": 1}', '{"resources": [1]}', "{")
    ],
    refused("datapackage.json"),
)
case(
    "a pattern that never ends is not run",
    written(PACKAGE, '{"resources": [{"path": "nothing.csv", "schema": {"fields": [{"pattern": "(a+)+$"}]}}]}'),
    refused("a file is described that is not there"),
)
each(
    "an expression without end",
    [
        (name, edit(DERIVED, "560000 / 200000", text))
        for name, text in (
            ("of sums", "560000 / 200000" + " + 0" * 5000),
            ("of signs", "-" * 5000 + "1"),
            ("of brackets", "(" * 300 + "1" + ")" * 300),
            ("of digits", "1" * 401),
        )
    ],
    refused("the expression cannot be computed", only=False),
)
case("a table beyond all size", recode(OBSERVED, lambda text: text.encode() + b"\n" * 21_000_000), refused("too large"))
case("a cell beyond all size", recode(OBSERVED, lambda text: (text + "x" * 200_000).encode()), refused("as CSV"))
each(
    "the plan's own file in another encoding",
    [
        ("GBK", recode(PLAN, lambda text: text.encode("gb18030"))),
        ("UTF-16", recode(PLAN, lambda text: text.encode("utf-16"))),
    ],
    refused("not encoded in UTF-8", "what looks like", only=False),
)
case(
    "a folder for the plan's own file",
    lambda bad: (bad.path(PLAN).unlink(), bad.path(PLAN).mkdir()),
    refused("the file is missing", "a folder", only=False),
)
case("nothing but zeros", lambda bad: bad.path(OBSERVED).write_bytes(b"\0" * 500), refused(only=False))
case("random bytes", lambda bad: bad.path(OBSERVED).write_bytes(bytes(range(256)) * 4), refused(only=False))
case("a cycle of headings", edit("data/plan/chapters.csv", "c2-1,c2,", "c2-1,c2-1,"), refused("lies below itself"))
