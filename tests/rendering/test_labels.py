"""Every code that people see has a French name."""

import importlib
import pkgutil
from enum import StrEnum

import pytest

import liveo.core
from liveo.core.catalogue import OptionCode
from liveo.core.charges import CHARGE_ORDER, ChargeCode
from liveo.core.destinations import CallKind
from liveo.core.scenario import CHANGE_KINDS
from liveo.rendering import labels
from liveo.rendering.labels import code_label, counted_noun, label, short_label
from liveo.store.imports import IMPORT_FORMATS
from liveo.store.imports.records import DIRECTIONS, ProblemReason


def core_enums() -> list[type[StrEnum]]:
    """Return every enum of codes that the core defines."""
    modules = [importlib.import_module(f"liveo.core.{m.name}") for m in pkgutil.iter_modules(liveo.core.__path__)]
    found = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    return sorted((f for f in found if issubclass(f, StrEnum) and f is not StrEnum), key=lambda f: f.__name__)


@pytest.mark.parametrize("enum", core_enums(), ids=lambda enum: enum.__name__)
def test_every_member_of_every_core_enum_has_a_name_of_its_own(enum: type[StrEnum]) -> None:
    names = [label(member) for member in enum]
    assert all(name.strip() == name and name for name in names)
    assert len(set(names)) == len(names)


def test_equal_codes_of_different_kinds_keep_their_own_names() -> None:
    assert OptionCode.FAX == CallKind.FAX == "fax"
    assert OptionCode.ACCOUNT == "account"
    assert label(OptionCode.ACCOUNT) == "Compte Livéo"


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (labels.IMPORT_FORMATS, ["auto", *IMPORT_FORMATS]),
        (labels.PROBLEM_REASONS, list(ProblemReason)),
        (labels.DIRECTIONS, list(DIRECTIONS)),
        (labels.CHANGE_KINDS, list(CHANGE_KINDS)),
    ],
    ids=["formats", "problems", "directions", "changes"],
)
def test_tables_keyed_by_text_name_exactly_the_codes_of_their_layer(table: dict[str, str], codes: list[str]) -> None:
    assert set(table) == set(codes)


def test_an_unknown_code_stays_visible() -> None:
    assert code_label(labels.PROBLEM_REASONS, "something_new") == "something_new"


@pytest.mark.parametrize("code", list(CHARGE_ORDER))
def test_every_charge_can_be_named_and_counted(code: ChargeCode) -> None:
    singular, several = counted_noun(code)
    assert short_label(code)
    assert singular
    assert several
