"""House rules that a linter does not know: what must never stand in the source, and what must."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT / "app.py", *sorted(ROOT.glob("pages/*.py")), *sorted(ROOT.glob("liveo/**/*.py"))]

# The one place of each program that turns any failure into a sentence for people.
BOUNDARIES = {"liveo/cli/__init__.py"}
# Insert statements are made from the table names of the schema, never from what comes from outside.
SQL_FROM_NAMES = {"liveo/store/statements.py"}

SQL_CALLS = {"execute", "executemany", "sql"}
SQL_TEXT = re.compile(
    r"\s*(select\b.+\bfrom|insert into|update\b.+\bset|delete from|create (or replace )?\w+|copy)\b", re.I | re.S
)
BANNED_MODULES = {"pickle", "marshal", "shelve", "joblib", "dill"}
BANNED_CALLS = {"eval", "exec", "compile", "__import__"}
BANNED_KEYWORDS = {"unsafe_allow_html", "use_container_width", "persist"}
BANNED_NAMES = {"utils", "helpers", "manager", "data", "info", "process", "handle"}
OPENERS = {"connect", "open", "open_base", "Base"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Rule = Callable[[str, ast.AST], bool]


def name_of(path: Path) -> str:
    """Return the path of a file inside the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_bytes(), filename=name_of(path))


def places(broken: Rule, under: str = "") -> list[str]:
    """Return where a rule is broken, as file:line."""
    return [
        f"{name_of(path)}:{getattr(node, 'lineno', 1)}"
        for path in SOURCES
        if name_of(path).startswith(under)
        for node in ast.walk(parsed(path))
        if broken(name_of(path), node)
    ]


def called(node: ast.AST) -> str:
    """Return the last name of what a node calls, empty when it calls nothing by name."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "attr", None) or getattr(function, "id", None) or ""


def is_built(text: ast.expr) -> bool:
    """Whether a text is put together from pieces: an f-string, a sum, a % or a .format()."""
    pieces = (ast.JoinedStr, ast.BinOp)
    return any(isinstance(node, pieces) or called(node) in {"format", "join", "replace"} for node in ast.walk(text))


def test_no_statement_is_put_together_where_it_is_run() -> None:
    assert places(lambda _, node: called(node) in SQL_CALLS and bool(node.args) and is_built(node.args[0])) == []


def test_no_statement_is_put_together_anywhere() -> None:
    def built_sql(name: str, node: ast.AST) -> bool:
        if name in SQL_FROM_NAMES or not isinstance(node, ast.JoinedStr | ast.BinOp):
            return False
        texts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        return bool(texts) and bool(SQL_TEXT.match("".join(texts)))

    assert places(built_sql, "liveo/store/") == []


def test_only_the_store_writes_sql() -> None:
    def sql(name: str, node: ast.AST) -> bool:
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        return is_text and not name.startswith("liveo/store/") and bool(SQL_TEXT.match(node.value))

    assert places(sql) == []


def test_money_never_meets_a_float() -> None:
    def a_float(_: str, node: ast.AST) -> bool:
        named = isinstance(node, ast.Name) and node.id == "float"
        return named or (isinstance(node, ast.Constant) and isinstance(node.value, float))

    assert places(a_float, "liveo/core/") == []


def test_a_broad_except_stands_only_at_a_boundary_or_passes_the_error_on() -> None:
    def swallows(name: str, node: ast.AST) -> bool:
        if not isinstance(node, ast.ExceptHandler) or name in BOUNDARIES:
            return False
        caught = "BaseException" if node.type is None else ast.unparse(node.type)
        passed_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        return bool({"Exception", "BaseException"} & set(re.findall(r"\w+", caught))) and not passed_on

    assert places(swallows) == []


def test_nothing_runs_or_loads_what_comes_from_outside() -> None:
    def dangerous(_: str, node: ast.AST) -> bool:
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = {alias.name for alias in node.names} | {getattr(node, "module", None) or ""}
            return bool(modules & BANNED_MODULES)
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BANNED_CALLS

    assert places(dangerous) == []


def test_no_page_shows_raw_html_or_a_traceback() -> None:
    def shown(_: str, node: ast.AST) -> bool:
        keyword = isinstance(node, ast.keyword) and node.arg in BANNED_KEYWORDS
        return keyword or (called(node) == "exception" and ast.unparse(node).startswith("st."))

    assert places(shown) == []


def test_importing_a_module_opens_nothing() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in SOURCES
        for statement in parsed(path).body
        if not isinstance(statement, Function | ast.ClassDef)
        for node in ast.walk(statement)
        if called(node) in OPENERS
    ]
    assert found == []


def test_every_module_and_public_name_says_what_it_is_for() -> None:
    assert [name_of(path) for path in SOURCES if not ast.get_docstring(parsed(path))] == []
    undocumented = [
        f"{name_of(path)}:{definition.lineno} {definition.name}"
        for path in SOURCES
        for definition in public_definitions(parsed(path))
        if not ast.get_docstring(definition) and not is_stub(definition)
    ]
    assert undocumented == []


def test_names_say_what_a_thing_is() -> None:
    found = [name_of(path) for path in SOURCES if path.stem in BANNED_NAMES]
    for path in SOURCES:
        found += [
            f"{name_of(path)} {node.name}" for node in public_definitions(parsed(path)) if node.name in BANNED_NAMES
        ]
    assert found == []


def public_definitions(parent: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    """Yield the functions, classes and methods that others call: those of private classes are nobody's."""
    for node in parent.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node)


def is_stub(definition: Function | ast.ClassDef) -> bool:
    """Whether a method only states a protocol: its body is an ellipsis."""
    return ast.unparse(definition.body[-1]) == "..."
