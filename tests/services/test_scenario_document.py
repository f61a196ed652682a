"""A scenario file: what is written is read back, and whatever else comes in is refused with a sentence."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode
from liveo.core.company import VatRegime
from liveo.core.entities import SharingKey
from liveo.core.errors import LiveoError, UnknownCompany
from liveo.core.periods import Month
from liveo.core.scenario import CHANGE_KINDS, Change
from liveo.services.billing import customer
from liveo.services.scenario_document import (
    _KINDS,
    Scenario,
    ScenarioStep,
    plan_of_scenario,
    read_scenario,
    scenario_of_plan,
    scenario_text,
)
from liveo.services.scenario_fields import FIELDS
from liveo.services.scenario_schema import ScenarioRefused, schema
from liveo.store.database import Base
from tests.core.builders import MARCH, state
from tests.scenarios.drawn_changes import changes
from tests.scenarios.small_base import fill, prepare

EXAMPLE = Path(__file__).parents[2] / "docs" / "scenario.exemple.json"
SWITCH_ON = {"kind": "switch_on", "subjects": ["FOU-0001"], "option": "alias", "period": {"start": "2026-10-01"}}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    made = Base(tmp_path_factory.mktemp("document") / "liveo.duckdb")
    prepare(made)
    fill(made, state(), [])
    yield made
    made.close()


def document(*found: dict[str, Any], **instead: Any) -> str:
    """Return a scenario of FOURNIL as a text."""
    steps = [{"changes": [change]} for change in found]
    head = {"format": "liveo-scenario", "version": 1, "company": "FOURNIL", "month": "2026-10", "steps": steps}
    return json.dumps(head | instead)


def refusal(base: Base, content: bytes | str) -> str:
    with pytest.raises(LiveoError) as refused:
        read_scenario(base, content)
    return str(refused.value).replace("\xa0", " ").replace("\u202f", " ")


@given(st.lists(changes(), max_size=3), st.lists(st.booleans(), min_size=3), st.text(st.characters(codec="utf-8")))
def test_what_is_written_is_read_back(base: Base, drawn: list[list[Change]], active: list[bool], note: str) -> None:
    steps = tuple(ScenarioStep(tuple(found), on) for found, on in zip(drawn, active, strict=False) if found)
    scenario = Scenario("ACME", MARCH, steps, "Été d'essai", note)
    assert read_scenario(base, scenario_text(base, scenario).encode(), "ACME") == scenario


def test_the_example_of_the_documentation_is_read_and_written_as_it_stands(demo: Base) -> None:
    found = read_scenario(demo, EXAMPLE.read_bytes())
    assert (found.company, found.month, found.name) == ("FOURNIL", Month(2026, 10), "Rentrée des magasins")
    assert json.loads(scenario_text(demo, found)) == json.loads(EXAMPLE.read_text())
    plan = plan_of_scenario(demo, found)
    assert [step.active for step in plan.steps] == [True, True, False]
    again = scenario_of_plan("FOURNIL", found.month, plan, found.name, found.note)
    assert again == found


def test_the_schema_knows_every_kind_field_and_code() -> None:
    definitions = schema().schema["$defs"]
    assert schema().check_schema(schema().schema) is None
    assert set(definitions["change"]["properties"]["kind"]["enum"]) == {*CHANGE_KINDS, "move"}
    for kind, made in _KINDS.items():
        keys = {
            "new" if (kind, f.name) == ("add_subjects", "subject_ids") else FIELDS[f.name].key for f in fields(made)
        }
        assert set(definitions[kind]["properties"]) == {"kind", *keys}, kind
    for name, codes in (("option", OptionCode), ("mode", BillingMode), ("key", SharingKey)):
        assert definitions[name]["enum"] == list(codes)
    assert definitions["described_entity"]["properties"]["vat_regime"]["enum"] == list(VatRegime)


def test_every_kind_and_field_is_in_the_documentation() -> None:
    text = (EXAMPLE.parent / "scenario.md").read_text()
    definitions = schema().schema["$defs"]
    for kind in _KINDS:
        [row] = [line for line in text.splitlines() if line.startswith(f"| `{kind}` |")]
        assert {key for key in definitions[kind]["properties"] if f"`{key}`" in row} | {"kind"} == set(
            definitions[kind]["properties"]
        )


REFUSED = {
    "no json": ("{", "n'est pas du JSON : faute à la ligne 1"),
    "no text": (b"\xff\xfe\x00", "UTF-8"),
    "empty": ("", "n'est pas du JSON"),
    "ten megabytes": (" " * 10_000_000, "dépasse 2 Mo"),
    "deep": ("[" * 100_000, "imbriqué"),
    "deep object": ('{"format":"liveo-scenario","a":' + '{"a":' * 50_000 + "1" + "}" * 50_001, "imbriqué"),
    "huge number": ('{"version": ' + "9" * 5000 + "}", "nombre démesuré"),
    "no number": ('{"version": NaN}', "« NaN »"),
    "something else": ("[1, 2]", "n'est pas un scénario"),
    "twice": ('{"format": "x", "format": "liveo-scenario"}', "deux fois"),
    "next version": (document(version=2), "en version 2 ; cette version de Livéo lit la version 1"),
    "true version": (document(version=True), "en version true"),
    "no steps": (document(SWITCH_ON, steps=None), "champ « steps » : « null » ne convient pas"),
    "a step too much": (document(steps=[{"changes": [SWITCH_ON]}] * 101), "100 étapes au plus"),
    "unknown field": (document(applied=True), "le champ « applied » est inconnu"),
    "missing field": (document({"kind": "switch_off"}), "étape 1, changement 1 : il manque le champ « subjects »"),
    "unknown kind": (document(SWITCH_ON, {"kind": "drop"}), "étape 2, changement 1, champ « kind » : « drop »"),
    "unknown option": (document(SWITCH_ON | {"option": "video"}), "« video » ne convient pas"),
    "known options": (document(SWITCH_ON | {"option": "video"}), "Connus : account, alias"),
    "another company's account": (document(SWITCH_ON | {"subjects": ["ARM-0001"]}), "« ARM-0001 » n'est ni un compte"),
    "another company's entity": (
        document({"kind": "move_to", "subjects": ["FOU-0001"], "entity": "CARDIO", "day": "2026-10-01"}),
        "« CARDIO » n'est pas une entité",
    ),
    "an id instead of a code": (document(SWITCH_ON | {"subjects": [12]}), "champ « subjects », rang 1"),
    "year one": (document(SWITCH_ON | {"period": {"start": "0001-01-02"}}), "Un scénario va de 2000 à 2100"),
    "year 9999": (document(SWITCH_ON | {"period": {"start": "9999-12-30"}}), "Un scénario va de 2000 à 2100"),
    "31 February": (document(SWITCH_ON | {"period": {"start": "2026-02-31"}}), "Date illisible"),
    "end before start": (
        document(SWITCH_ON | {"period": {"start": "2026-10-02", "end": "2026-10-01"}}),
        "précède le début",
    ),
    "month of nobody": (document(month="1789-07"), "Mois hors de propos"),
    "month 13": (document(month="2026-13"), "Mois illisible"),
    "a number for a price": (
        document({"kind": "negotiate_price", "option": "alias", "monthly": 3.1, "period": {}}),
        "un prix en euros, en texte",
    ),
    "a discount of 200 %": (
        document({"kind": "discount", "options": ["alias"], "percent": "200", "period": {}}),
        "Une remise va de",
    ),
    "a bad SIRET": (
        document(
            {"kind": "add_entity", "described_entity": {"entity": "+1", "code": "A", "name": "A", "siret": "1" * 14}}
        ),
        "SIRET",
    ),
    "a bomb of activations": (
        document(SWITCH_ON | {"subjects": ["FOU-0001"] * 5000, "repetition": {"every": "month", "times": 60}}),
        "plus de 100000 activations",
    ),
    "a control character": (document(name="a\u0007b"), "champ « name »"),
    "a long name": (document(name="x" * 81), "80 caractères"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_scenario_is_refused_in_one_short_french_sentence(demo: Base, case: str) -> None:
    content, expected = REFUSED[case]
    said = refusal(demo, content)
    assert expected in said
    assert len(said) < 400
    assert "\n" not in said


def test_an_unknown_company_is_refused(demo: Base) -> None:
    with pytest.raises(UnknownCompany):
        read_scenario(demo, document(company="NULLEPART"))


def test_a_scenario_of_another_company_than_the_one_in_view_is_refused(demo: Base) -> None:
    with pytest.raises(ScenarioRefused, match="celui de « FOURNIL », pas de « ARMOR »"):
        read_scenario(demo, document(SWITCH_ON), "ARMOR")


def test_a_prospect_has_no_account_of_anybody(demo: Base) -> None:
    assert "n'est ni un compte" in refusal(demo, document(SWITCH_ON, company=""))


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_noise_is_refused_and_never_breaks(base: Base, content: bytes | str) -> None:
    with pytest.raises(ScenarioRefused):
        read_scenario(base, content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
KEYS = sorted({key for d in schema().schema["$defs"].values() for key in d.get("properties", {})})


@given(
    st.sampled_from(sorted(_KINDS)),
    st.dictionaries(st.sampled_from(KEYS), JSON | st.sampled_from(["2026-10-01", "+1", "ALL", "alias", ["+1"], {}])),
)
def test_a_change_of_any_shape_is_read_or_refused(base: Base, kind: str, found: dict[str, Any]) -> None:
    with suppress(LiveoError):
        text = document(found | {"kind": kind}, company="ACME")
        scenario = read_scenario(base, text)
        assert read_scenario(base, scenario_text(base, scenario)) == scenario


def test_the_company_in_a_scenario_is_the_one_of_the_base(demo: Base) -> None:
    company = customer(demo, "FOURNIL").state.company
    found = read_scenario(demo, document(SWITCH_ON | {"subjects": ["FOURNIL"], "option": "entity_billing"}))
    assert found.steps[0].changes[0].subject_ids == (company.subject_id,)
