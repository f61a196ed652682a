"""A prospect in a few words: read whole or refused with a sentence, built into what real bills would be made of."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.catalogue import OPTION_TYPES, OptionCode, Owner
from liveo.core.changes.subjects import AddSubjects
from liveo.core.errors import LiveoError
from liveo.core.periods import Month, Period
from liveo.services.simulation import simulate
from liveo.services.simulation_plan import Plan, undone, with_step, with_steps
from liveo.services.simulation_prospect import MOST, UnreadableEquipment, equipment, equipment_steps
from liveo.services.simulation_stages import PROSPECT, ground
from liveo.store.database import Base

FIRST = date(2026, 11, 1)


def counted(text: str) -> dict[OptionCode, int]:
    """Return how many of each option the steps of a text switch on."""
    found: dict[OptionCode, int] = {}
    for change in (change for step in equipment_steps(equipment(text), FIRST) for change in step):
        assert isinstance(change, AddSubjects)
        assert change.period == Period(FIRST)
        for option in (change.option, *change.extras):
            found[option] = found.get(option, 0) + len(change.subject_ids)
    return found


def test_the_example_of_the_page_is_read() -> None:
    assert equipment("40 comptes, 2 menus vocaux, 10 enregistrements") == {
        OptionCode.ACCOUNT: 40,
        OptionCode.IVR_MENU: 2,
        OptionCode.CALL_RECORDING: 10,
    }


@pytest.mark.parametrize(
    "text",
    [
        "40 COMPTES et 10 enregistrements",
        "40 comptes avec 10 enregistrements",
        "40 comptes + 10 enregistrements d'appels.",
        "  40   comptes ;10 enregistrement",
        "40\xa0comptes,\n10\u202fenregistrements",
    ],
)
def test_people_write_it_in_many_ways(text: str) -> None:
    assert counted(text) == {OptionCode.ACCOUNT: 40, OptionCode.CALL_RECORDING: 10}


def test_every_option_of_accounts_and_resources_has_a_word() -> None:
    text = "9 comptes, 1 alias, 2 enregistrements, 3 supervisions, 4 numéros, 5 files, 6 ponts, 7 fax, 8 menus"
    expected = [option for option in OptionCode if OPTION_TYPES[option].owner is not Owner.COMPANY]
    assert set(counted(text)) == set(expected)
    assert counted(text) == equipment(text)


def test_the_first_accounts_take_the_options() -> None:
    steps = equipment_steps(equipment("40 comptes, 10 enregistrements, 4 supervisions"), FIRST)
    groups = [(len(change.subject_ids), set(change.extras)) for [change] in steps if isinstance(change, AddSubjects)]
    assert groups == [
        (4, {OptionCode.CALL_RECORDING, OptionCode.CALL_SUPERVISION}),
        (6, {OptionCode.CALL_RECORDING}),
        (30, set()),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Écrivez des nombres"),
        ("bonjour", "Écrivez des nombres"),
        ("comptes 40", "Écrivez des nombres"),
        ("40 licornes", "mot inconnu"),
        ("40 comptes, 5 comptes", "deux fois"),
        ("0 compte", "de 1 à 3000"),
        ("999999999 comptes", "de 1 à 3000"),
        ("3 comptes, 10 enregistrements", "au moins 10 comptes"),
        ("10 enregistrements", "pour 0 compte :"),
        ("-4 comptes", "Écrivez des nombres"),
        ("40 comptes <script>", None),
    ],
)
def test_what_cannot_be_read_whole_is_refused_with_a_sentence(text: str, said: str | None) -> None:
    if said is None:
        assert equipment(text) == {OptionCode.ACCOUNT: 40}
        return
    with pytest.raises(UnreadableEquipment) as refusal:
        equipment(text)
    assert said in str(refusal.value).replace("\xa0", " ")


@given(st.text(max_size=60))
def test_no_text_does_anything_but_be_read_or_refused(text: str) -> None:
    try:
        found = equipment(text)
    except LiveoError:
        return
    assert all(1 <= count <= MOST for count in found.values())


@given(
    st.integers(0, 1200).flatmap(
        lambda accounts: st.tuples(
            st.just(accounts), *(st.integers(0, accounts) for _ in range(3)), *(st.integers(0, 600) for _ in range(2))
        )
    )
)
def test_nothing_wanted_is_lost_or_doubled(counts: tuple[int, ...]) -> None:
    words = ("comptes", "alias", "enregistrements", "supervisions", "menus", "files")
    text = ", ".join(f"{count} {word}" for count, word in zip(counts, words, strict=True) if count)
    if text:
        assert counted(text) == equipment(text)


def test_a_prospect_costs_what_the_catalogue_says(demo: Base) -> None:
    steps = equipment_steps(equipment("40 comptes, 2 menus vocaux, 10 enregistrements"), FIRST)
    catalogue = ground(demo, PROSPECT).catalogue
    [accounts, menus, recordings] = (
        catalogue.priced(option, Period(FIRST, date(2026, 12, 1)))[0][1].monthly
        for option in (OptionCode.ACCOUNT, OptionCode.IVR_MENU, OptionCode.CALL_RECORDING)
    )
    simulation = simulate(demo, PROSPECT, Month(2026, 11), steps)
    assert simulation.before.net == 0
    assert simulation.after.net == Decimal(40) * accounts + 2 * menus + 10 * recordings


def test_building_replaces_the_plan_and_one_undo_brings_it_back() -> None:
    first = with_step(Plan(), equipment_steps(equipment("5 comptes"), FIRST)[0])
    steps = equipment_steps(equipment("40 comptes, 2 menus vocaux, 10 enregistrements"), FIRST)
    rebuilt = with_steps(first, steps)
    assert len(rebuilt.steps) == 3
    assert undone(rebuilt).steps == first.steps
    ids = [s for step in rebuilt.steps for c in step.changes if isinstance(c, AddSubjects) for s in c.subject_ids]
    assert len(ids) == len(set(ids)) == 42
