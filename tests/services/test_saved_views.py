"""Views that people keep: theirs alone, of what they see, one of them on the home page."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveo.core.errors import NotAllowed
from liveo.core.people import Person
from liveo.services.consumption import Answer, Direction
from liveo.services.consumption_address import address_of, selection_of
from liveo.services.consumption_names import names_of
from liveo.services.consumption_periods import Comparison, Preset
from liveo.services.consumption_selection import Selection
from liveo.services.demonstration import build_demonstration
from liveo.services.people import OWNER, people
from liveo.services.saved_views import (
    MOST_VIEWS,
    ViewRefused,
    forget_view,
    home_view,
    save_view,
    saved_views,
    show_at_home,
)
from liveo.store.database import Base
from tests.conftest import DEMO_TODAY

CAEN = {"periode": ["quarter"], "entites": ["CAEN", "ANGERS"], "vue": ["budget"]}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    made = Base(tmp_path_factory.mktemp("views") / "base.duckdb")
    build_demonstration(made, DEMO_TODAY, scale=0.02)
    yield made
    made.close()


@pytest.fixture
def empty(base: Base) -> Base:
    """The same base, without any view."""
    for one in (*people(base), OWNER):
        for view in saved_views(base, one):
            forget_view(base, one, view)
    return base


def person(base: Base, login: str) -> Person:
    return next(one for one in people(base) if one.login == login)


def test_a_view_comes_back_as_it_was_kept_to_its_owner_alone(empty: Base) -> None:
    alix, camille = person(empty, "alix.garnier"), person(empty, "camille.roux")
    kept = save_view(empty, alix, "FOURNIL", "  Caen   et Angers ", CAEN)
    assert (kept.name, kept.at_home) == ("Caen et Angers", False)
    assert saved_views(empty, alix) == (kept,)
    assert saved_views(empty, camille) == ()
    forget_view(empty, camille, kept)
    assert saved_views(empty, alix) == (kept,)


def test_one_view_at_most_is_at_home_and_a_new_one_of_its_name_takes_its_place(empty: Base) -> None:
    alix = person(empty, "alix.garnier")
    first, second = (save_view(empty, alix, "FOURNIL", name, CAEN) for name in ("Un", "Deux"))
    show_at_home(empty, alix, first)
    show_at_home(empty, alix, second)
    assert [view.name for view in saved_views(empty, alix) if view.at_home] == ["Deux"]
    save_view(empty, alix, "FOURNIL", "DEUX", {})
    assert [(view.name, dict(view.address)) for view in saved_views(empty, alix)] == [("DEUX", {}), ("Un", CAEN)]
    assert home_view(empty, alix) is not None
    show_at_home(empty, alix, None)
    assert home_view(empty, alix) is None


def test_what_is_forgotten_can_be_brought_back_where_it_was(empty: Base) -> None:
    alix = person(empty, "alix.garnier")
    kept = show_at_home(empty, alix, save_view(empty, alix, "FOURNIL", "Un", CAEN))
    assert kept is not None
    forget_view(empty, alix, kept)
    assert saved_views(empty, alix) == ()
    save_view(empty, alix, kept.company, kept.name, kept.address, at_home=kept.at_home)
    assert home_view(empty, alix) == replace(kept, view_id=saved_views(empty, alix)[0].view_id)


def test_a_view_of_a_company_that_is_not_theirs_is_neither_kept_nor_shown(empty: Base) -> None:
    alix = person(empty, "alix.garnier")
    with pytest.raises(NotAllowed, match="périmètre"):
        save_view(empty, alix, "ARMOR", "Armor", {})
    save_view(empty, alix, "FOURNIL", "Fournil", {})
    elsewhere = replace(alix, companies=frozenset({"ARMOR"}))
    assert saved_views(empty, elsewhere) == ()


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_that_is_none_is_refused(empty: Base, name: str) -> None:
    with pytest.raises(ViewRefused, match="nom"):
        save_view(empty, OWNER, "FOURNIL", name, {})


def test_too_many_views_or_choices_are_refused(empty: Base) -> None:
    with pytest.raises(ViewRefused, match="entité"):
        save_view(empty, OWNER, "FOURNIL", "Tout", {"comptes": [f"FOU-{i}" for i in range(3000)]})
    for i in range(MOST_VIEWS):
        save_view(empty, OWNER, "FOURNIL", f"Vue {i}", {})
    with pytest.raises(ViewRefused, match="supprimez"):
        save_view(empty, OWNER, "FOURNIL", "De trop", {})
    save_view(empty, OWNER, "FOURNIL", "Vue 3", CAEN)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Selection,
        preset=st.sampled_from([Preset.MONTH, Preset.QUARTER, Preset.TWELVE_MONTHS]),
        comparison=st.sampled_from(Comparison),
        directions=st.lists(st.sampled_from(Direction), min_size=1, unique=True).map(
            lambda chosen: tuple(one for one in Direction if one in chosen)
        ),
        answer=st.sampled_from(Answer),
        hours=st.sets(st.integers(0, 167), max_size=20).map(lambda found: tuple(sorted(found))),
        contains=st.from_regex(r"[0-9]{0,8}", fullmatch=True),
    )
)
def test_any_selection_survives_being_kept(empty: Base, selection: Selection) -> None:
    save_view(empty, OWNER, "FOURNIL", "La mienne", address_of(selection))
    [kept] = [view for view in saved_views(empty, OWNER) if view.name == "La mienne"]
    assert selection_of(kept.address, names_of(empty, "FOURNIL")) == (selection, ())
