"""The folder as a whole: what it holds, what it never holds, and that its locks, settings and labels are complete."""

import importlib
import os
import pkgutil
import re
import subprocess
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest

import liveo.core
from liveo.rendering.labels import label

ROOT = Path(__file__).parents[1]
LOCKS = pytest.mark.parametrize("lock", ["requirements.txt", "tests/requirements.txt"])
TOP_LEVEL = {
    *("README.md", "CHANGELOG.md", "LICENSE", "Makefile", "app.py", "pages", "liveo", "data", "docs", "tests"),
    *("pyproject.toml", "requirements.txt", ".ci", ".gitignore", ".streamlit"),
}
# A folder of one person's machine: whoever reads such a path has no such file.
OWN_MACHINE = re.compile(r"(?<![\w.~-])/(?:home|root|work|opt|mnt|Users)/\w")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==(\S+)((?: ;[^\\]*)?) \\$", re.MULTILINE)


@cache
def tracked() -> list[str]:
    """Return the files that are, or are about to be, in the repository."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this copy of the folder is no git repository: what is tracked cannot be told")
    return sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file())


def text_of(name: str) -> str:
    """Return the text of a file, empty when it is none."""
    content = (ROOT / name).read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def pins(lock: str) -> set[tuple[str, str, str]]:
    """Return (name, version, condition) for each library of a lock."""
    return set(PIN.findall(text_of(lock)))


def settings() -> dict[str, dict[str, object]]:
    """Return the settings of the dashboard's server."""
    return tomllib.loads(text_of(".streamlit/config.toml"))


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours written #rrggbb."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def faint(text: str, background: str) -> str:
    """Return the colour of what Streamlit writes at 60 %: pinned columns, heads of tables."""
    parts = ((int(text[i : i + 2], 16), int(background[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(0.6 * one + 0.4 * other):02x}" for one, other in parts)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_top_of_the_folder_holds_only_what_is_meant_to_be_there() -> None:
    assert {name.partition("/")[0] for name in tracked()} <= TOP_LEVEL


def test_no_base_secret_or_log_is_in_the_repository() -> None:
    private = (".duckdb", ".wal", ".lock", ".log", "secrets.toml", ".env", ".pem", ".key")
    assert [name for name in tracked() if name.endswith(private)] == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    found = [f"{name}: {match[0]}" for name in tracked() for match in OWN_MACHINE.finditer(text_of(name))]
    assert found == []
    assert [name for name in tracked() if str(ROOT) in text_of(name)] == []


def test_what_is_called_by_name_can_be_run() -> None:
    assert [name for name in (".ci/run", ".ci/prepare") if not os.access(ROOT / name, os.X_OK)] == []


@LOCKS
def test_every_library_is_pinned_with_its_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", text_of(lock).strip())
    assert len(entries) == len(pins(lock)) > 40
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@LOCKS
def test_a_lock_names_no_address(lock: str) -> None:
    for name in (lock, "pyproject.toml"):
        assert not re.search(r"://|--(?:extra-)?index-url|--find-links|@ file:", text_of(name)), name


def test_what_tests_run_with_is_what_the_product_runs_with() -> None:
    assert pins("requirements.txt") <= pins("tests/requirements.txt")


def test_every_direct_dependency_is_locked() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    asked = {
        "requirements.txt": project["dependencies"],
        "tests/requirements.txt": project["optional-dependencies"]["test"],
    }
    for lock, libraries in asked.items():
        names = {re.match(r"[A-Za-z0-9_-]+", library)[0].lower() for library in libraries}  # type: ignore[index]
        assert names <= {name for name, _, _ in pins(lock)}


def test_the_server_listens_to_this_machine_only_and_tells_nobody_anything() -> None:
    found = settings()
    assert found["server"]["address"] == "127.0.0.1"
    assert "localhost" in str(found["server"]["allowedHosts"])
    assert found["browser"]["gatherUsageStats"] is False
    assert found["client"]["showErrorDetails"] == "none"
    assert found["client"]["disableDataExport"] is True
    assert "trustedUserHeaders" not in found["server"], "only behind a guard that strips them"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_theme_has_ten_chart_colours_that_stand_out_from_its_background(mode: str) -> None:
    theme = settings()["theme"][mode]
    assert isinstance(theme, dict)
    colours = theme["chartCategoricalColors"]
    assert len(set(colours)) == len(colours) == 10
    assert min(contrast(colour, theme["backgroundColor"]) for colour in colours) >= 3
    assert contrast(theme["textColor"], theme["backgroundColor"]) >= 7
    assert contrast(theme["textColor"], theme["secondaryBackgroundColor"]) >= 7
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= 4.5
    assert contrast(faint(theme["textColor"], theme["backgroundColor"]), theme["backgroundColor"]) >= 4.5


def core_codes() -> list[StrEnum]:
    """Return every code of every table of the core."""
    modules = [
        importlib.import_module(f"liveo.core.{module.name}") for module in pkgutil.iter_modules(liveo.core.__path__)
    ]
    kinds = {kind for module in modules for kind in vars(module).values() if isinstance(kind, type)}
    return [code for kind in sorted(kinds, key=str) if issubclass(kind, StrEnum) for code in kind]


@pytest.mark.parametrize("code", core_codes(), ids=lambda code: f"{type(code).__name__}.{code}")
def test_every_code_of_the_core_has_a_french_label(code: StrEnum) -> None:
    assert label(code).strip() not in {"", code.value}
