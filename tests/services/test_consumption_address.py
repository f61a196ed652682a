"""An address is a selection in codes: it comes back whole, and what nobody knows spoils nothing else."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.catalogue import SubjectId
from liveo.core.company import EntityId
from liveo.core.destinations import CallKind
from liveo.core.periods import Period
from liveo.services.consumption import NO_BOUNDS, TRAFFIC, Answer, Bounds, Direction
from liveo.services.consumption_address import PARAMETERS, address_of, runs_of_hours, selection_of
from liveo.services.consumption_names import Names
from liveo.services.consumption_periods import Comparison, Preset
from liveo.services.consumption_selection import WEEK_HOURS, Selection

ENTITIES = {"-": EntityId(0), "SIEGE": EntityId(1), "CAF,É & co": EntityId(2)}
ACCOUNTS = {f"ACC-{i}": SubjectId(i) for i in range(10, 20)}
NAMES = Names(
    company_id=SubjectId(9),
    entities={number: code for code, number in ENTITIES.items()},
    subjects={number: code for code, number in ACCOUNTS.items()},
    entity_codes={number: code for code, number in ENTITIES.items()},
    subject_codes={number: code for code, number in ACCOUNTS.items()},
    entity_ids=ENTITIES,
    subject_ids=ACCOUNTS,
)
TRAFFIC_CODES = [str(code) for codes in TRAFFIC.values() for code in codes]


def some(values: list[str], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, min_size=least, max_size=4).map(tuple)


def periods() -> st.SearchStrategy[Period]:
    days = st.dates(date(2000, 1, 1), date(2100, 12, 1))
    return st.tuples(days, st.integers(1, 30)).map(lambda pair: Period(pair[0], pair[0] + timedelta(days=pair[1])))


def bounds(most: int) -> st.SearchStrategy[Bounds]:
    ends = st.tuples(st.none() | st.integers(0, most), st.none() | st.integers(0, most))
    return ends.filter(lambda b: None in b or b[0] <= b[1]).map(lambda b: Bounds(*b))  # type: ignore[operator]


SELECTIONS = st.builds(
    Selection,
    preset=st.sampled_from(Preset),
    dates=st.none() | periods(),
    days=st.none() | periods(),
    comparison=st.sampled_from(Comparison),
    directions=some(list(Direction), 1).map(lambda codes: tuple(map(Direction, codes))),
    answer=st.sampled_from(Answer),
    kinds=some(list(CallKind)).map(lambda codes: tuple(map(CallKind, codes))),
    destinations=some(TRAFFIC_CODES),
    countries=some(["FR", "MA", "GB", "RE"]),
    entities=some(list(ENTITIES)),
    accounts=some(list(ACCOUNTS)),
    hours=st.sets(st.integers(0, WEEK_HOURS - 1), max_size=WEEK_HOURS - 1).map(lambda found: tuple(sorted(found))),
    amounts=bounds(10**14),
    durations=bounds(10**8),
    numbers=some(["+33612345678", "+3361234••••", "3615", "12", "••••"]),
    contains=st.text("0123456789+ .()-", max_size=30).map(str.strip),
)
NONSENSE = st.lists(st.text(max_size=12) | st.sampled_from(["9.9-99", "..", "5..1", "2026-13-01", "NaN..", "²"]))


@given(SELECTIONS)
def test_an_address_leads_back_to_the_selection_it_was_made_from(selection: Selection) -> None:
    assert selection_of(address_of(selection), NAMES) == (selection, ())


@given(SELECTIONS)
def test_an_address_holds_codes_that_say_nothing_of_what_is_as_at_first(selection: Selection) -> None:
    address = address_of(selection)
    assert all(text for texts in address.values() for text in texts)
    assert address_of(Selection()) == {}
    assert ("periode" in address) is (selection.preset is not Preset.MONTH)


@given(SELECTIONS, st.sampled_from(PARAMETERS), NONSENSE)
def test_nonsense_in_one_parameter_leaves_the_others_as_they_are(selection: Selection, spoilt, texts) -> None:  # type: ignore[no-untyped-def]
    address = {**address_of(selection), spoilt.name: texts}
    found, problems = selection_of(address, NAMES)
    for parameter in PARAMETERS:
        if parameter is not spoilt:
            assert getattr(found, parameter.field) == getattr(selection, parameter.field)
    assert len(problems) <= 1
    assert selection_of(address_of(found), NAMES) == (found, ()), "what was understood can be sent on"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"periode": ["zzz"]}, "une période"),
        ({"dates": ["2026-10-09", "2026-10-01"]}, "des dates"),
        ({"dates": ["0001-01-01", "9999-12-31"]}, "des dates"),
        ({"destinations": ["mars"]}, "une destination"),
        ({"entites": ["AILLEURS"]}, "une entité"),
        ({"comptes": ["ACC-99"]}, "un compte"),
        ({"pays": ["France"]}, "un pays"),
        ({"heures": ["8.0-3"]}, "des heures"),
        ({"cout": ["5..1"]}, "un coût"),
        ({"cout": ["1e3.."]}, "un coût"),
        ({"duree": ["..soixante"]}, "une durée"),
        ({"numeros": ["' or 1=1 --"]}, "un numéro"),
        ({"contient": ["<b>"]}, "un morceau de numéro"),
    ],
)
def test_what_cannot_be_followed_is_said_in_a_sentence(address: dict[str, list[str]], words: str) -> None:
    selection, [problem] = selection_of(address, NAMES)
    assert selection == Selection()
    assert problem == f"Le lien demande {words} qui n'existe pas ici : le reste est suivi."


def test_a_known_code_is_followed_beside_an_unknown_one() -> None:
    selection, problems = selection_of({"comptes": ["ACC-12", "ACC-99"]}, NAMES)
    assert selection.accounts == ("ACC-12",)
    assert problems == ("Le lien demande un compte qui n'existe pas ici : le reste est suivi.",)


def test_bounds_are_written_as_people_would() -> None:
    address = address_of(Selection(amounts=Bounds(500_000, None), durations=Bounds(None, 60)))
    assert address == {"cout": ["0.5.."], "duree": ["..60"]}
    assert selection_of({"cout": ["0.000001..12"]}, NAMES)[0].amounts == Bounds(1, 12_000_000)
    assert selection_of({"cout": ["0..0"]}, NAMES)[0].amounts == Bounds(0, 0) != NO_BOUNDS


def test_hours_are_written_as_runs_within_a_day() -> None:
    office = [*range(8, 12), *range(14, 18), 24 + 23, 48, 49]
    assert runs_of_hours(office) == [(1, 8, 12), (1, 14, 18), (2, 23, 24), (3, 0, 2)]
    assert runs_of_hours([]) == []
