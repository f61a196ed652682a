"""The house and its rooms: who may import whom, how long a file may be, where the clock stands."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT / "app.py", *sorted(ROOT.glob("pages/*.py")), *sorted(ROOT.glob("liveo/**/*.py"))]
STANDARD = frozenset(sys.stdlib_module_names)

# Each layer and what it may import beside the standard library. A new name here is a decision, not a repair.
LAYERS = {
    "liveo/core/": ("liveo.core",),
    # cattrs: what was applied is kept as JSON, to be undone.
    "liveo/store/": ("liveo.core", "liveo.store", "duckdb", "polars", "stdnum", "cattrs"),
    "liveo/rendering/": (
        *("liveo.core", "liveo.rendering"),
        *("polars", "numpy", "plotly", "fpdf", "pypdfium2", "babel", "xlsxwriter"),
        # E-invoices: facturx writes the XML, lxml reads it back, saxonche runs the official rules, stdnum checks keys.
        *("facturx", "lxml", "saxonche", "stdnum"),
    ),
    # holidays: what is usual on a working day is not on a public holiday; jsonschema: scenarios come in by file.
    "liveo/services/": ("liveo.core", "liveo.store", "liveo.services", "polars", "numpy", "holidays", "jsonschema"),
    # liveo.cli: the dashboard holds the base, and runs the commands that are handed over to it.
    "liveo/ui/": (
        *("liveo.core", "liveo.services", "liveo.rendering", "liveo.cli", "liveo.ui"),
        *("polars", "streamlit", "starlette"),
    ),
    "liveo/cli/": ("liveo.core", "liveo.services", "liveo.rendering", "liveo.cli", "click"),
    "liveo/__": ("liveo.cli",),
    "pages/": ("liveo.ui", "liveo.services", "liveo.rendering", "streamlit"),
    "app.py": ("liveo.ui", "streamlit", "starlette"),
}
# The core reads neither files nor the clock, and leaves nothing to chance; money is no matter for a page.
FORBIDDEN_STANDARD = {
    "liveo/core/": {"os", "io", "pathlib", "time", "random", "secrets", "socket", "subprocess", "sqlite3", "urllib"},
    "pages/": {"decimal", "fractions", "sqlite3"},
}
LINES = {"pages/": 40, "app.py": 50}

every_source = pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))


def layer_of(path: Path) -> str:
    """Return the layer of a file; a file in none of them has no place in the house."""
    name = str(path.relative_to(ROOT))
    return next(layer for layer in LAYERS if name.startswith(layer))


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the full name of each module that a file imports, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "liveo":
            yield from (f"liveo.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def lies_in(module: str, allowed: tuple[str, ...]) -> bool:
    """Whether a module is one of these, or inside one."""
    return any(f"{module}.".startswith(f"{name}.") for name in allowed)


@every_source
def test_a_layer_imports_only_what_it_may(path: Path) -> None:
    layer = layer_of(path)
    forbidden = FORBIDDEN_STANDARD.get(layer, set())
    for module in imported(ast.parse(path.read_bytes())):
        top = module.partition(".")[0]
        assert lies_in(module, LAYERS[layer]) or top in STANDARD - forbidden, f"{layer} may not import {module}"


@every_source
def test_a_file_is_short_and_so_is_each_function(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LINES.get(layer_of(path), 300)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, f"{node.name} is too long"


@pytest.mark.parametrize("path", sorted(ROOT.glob("liveo/core/*.py")), ids=lambda path: path.name)
def test_the_core_asks_nobody_what_time_it_is_and_opens_no_file(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"today", "now", "utcnow", "fromtimestamp"}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "input", "print"}


def test_only_one_place_asks_what_day_it_is() -> None:
    asking = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"date.today", "datetime.now", "datetime.utcnow"}
    }
    assert asking == {"liveo/services/clock.py"}


def test_no_module_beside_the_interface_hides_a_module_of_that_name() -> None:
    """Streamlit puts the folder of its script before everything else on the search path."""
    names = {path.stem for path in ROOT.glob("liveo/ui/*") if not path.stem.startswith("_")}
    third_party = {name for allowed in LAYERS.values() for name in allowed}
    assert not names & (STANDARD | third_party)
