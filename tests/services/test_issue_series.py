"""Numbers run in series: one for each kind, issuer and year, each from 1 without gap."""

from dataclasses import replace
from datetime import date

import pytest

from liveo.core.documents import DocumentKind, Frozen
from liveo.services.issuing import IssueRefused
from liveo.store.database import Base
from liveo.store.documents import Draft, Series, SeriesTaken, add_document
from liveo.store.tariffs import load_seller
from tests.services.test_issuing import INSTANT, OCTOBER, change, first_faults, issued, ready

NEW = "update seller set siren = '732829320', siret = '73282932000074', vat_number = 'FR44732829320'"


def test_a_series_is_named_by_kind_issuer_and_year(demo: Base) -> None:
    seller = load_seller(demo)
    day = date(2027, 1, 1)
    assert Series.of(DocumentKind.INVOICE, seller, day).name == "FA-2027"
    assert Series.of(DocumentKind.CREDIT_NOTE, replace(seller, series="OUEST"), day).name == "AV-OUEST-2027"


def test_another_issuer_cannot_continue_the_series_and_opens_one_of_its_own(own_demo: Base) -> None:
    first, second, third, *_ = ready(own_demo)
    issued(own_demo, first)
    change(own_demo, NEW)
    with pytest.raises(IssueRefused, match="série FA-2026 est celle de l'émetteur de SIREN"):
        issued(own_demo, second)
    change(own_demo, "update seller set series = 'OUEST'")
    numbers = [found.number for code in (second, third) for found in issued(own_demo, code)]
    assert numbers == [f"FA-OUEST-2026-{rank:06d}" for rank in range(1, len(numbers) + 1)]
    assert first_faults(own_demo) == []


def test_the_store_itself_keeps_a_series_to_its_issuer(own_demo: Base) -> None:
    issued(own_demo, ready(own_demo)[0])
    other = Series(DocumentKind.INVOICE, "732829320", "", 2026)
    draft = Draft(other, 1, OCTOBER, date(2026, 11, 1), "Personne", 0, 0, 0)
    with pytest.raises(SeriesTaken), own_demo.write() as tx:
        add_document(tx, draft, INSTANT, lambda number: Frozen("{}", "", b""))


def test_each_year_starts_at_1(own_demo: Base) -> None:
    seller = load_seller(own_demo)
    for day, expected in ((date(2026, 12, 31), 1), (date(2027, 1, 1), 1), (date(2027, 1, 1), 2)):
        draft = Draft(Series.of(DocumentKind.INVOICE, seller, day), 1, OCTOBER, day, "Personne", 0, 0, 0)
        with own_demo.write() as tx:
            found = add_document(tx, draft, INSTANT, lambda number: Frozen("{}", "", b""))
        assert found.number == f"FA-{day.year}-{expected:06d}"
