"""What needs attention, in words: every kind of finding has its notice, which leads to a page that exists."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, get_args

import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.destinations import UnratedReason
from liveo.core.entities import SharingKey
from liveo.core.periods import Month
from liveo.services.attention import (
    EntityBillingMissing,
    EntityBillingNeedless,
    Finding,
    RefusedLines,
    UnratedCalls,
    WithoutEntity,
)
from liveo.services.nights import AbnormalNight, Night
from liveo.ui.accueil_notices import NOTICES, WHO_PAYS, notice

PAGES: Final = Path(__file__).parents[2] / "pages"
NIGHT: Final = Night(date(2026, 7, 31), 150, 2_530_079_998)
TOLD: Final[Mapping[Finding, str]] = {
    UnratedCalls(Month(2026, 10), ((UnratedReason.UNKNOWN_ACCOUNT, 1),)): "1 appel d'octobre 2026 attend un prix",
    UnratedCalls(Month(2026, 9), ((UnratedReason.NO_RATE, 2),)): "2 appels de septembre 2026 attendent un prix",
    AbnormalNight(NIGHT, 0, "2001 · A"): "d'habitude il n'y en a pas",
    AbnormalNight(NIGHT, 120_000): "neuf nuits sur dix restent à 0,12 € au plus",
    WithoutEntity(date(2026, 11, 23), ("201 · A",), 0, SharingKey.EQUAL): "1 compte n'appartient à aucune entité",
    WithoutEntity(date(2026, 11, 23), (), 2, SharingKey.HEAD_OFFICE): "2 ressources n'appartiennent à aucune entité",
    EntityBillingMissing(BillingMode.PER_ENTITY, Decimal("29.00")): "elle ajoute 29,00 € HT",
    EntityBillingNeedless(BillingMode.SINGLE, Decimal("29.00")): "n'en a pas besoin",
    RefusedLines(12, "a*b.csv", date(2026, 10, 1), 2, 19): "2 lignes sur 19",
}


def test_every_kind_of_finding_has_its_words() -> None:
    assert set(NOTICES) == set(get_args(Finding)) == {type(finding) for finding in TOLD}
    assert set(WHO_PAYS) == set(SharingKey)


@pytest.mark.parametrize("finding", TOLD, ids=lambda finding: type(finding).__name__)
def test_a_notice_says_what_is_wrong_and_leads_to_a_page(finding: Finding) -> None:
    told = notice(finding)
    assert TOLD[finding] in told.text.replace("\xa0", " ")
    assert (PAGES / f"{told.page}.py").exists()
    assert told.link


def test_a_night_leads_to_the_month_of_its_morning() -> None:
    assert notice(AbnormalNight(NIGHT, 0)).query == {"mois": "2026-08"}
    assert "du 31 juillet au 1er août 2026" in notice(AbnormalNight(NIGHT, 0)).text


def test_a_file_name_is_never_markup() -> None:
    assert r"a\*b\.csv" in notice(RefusedLines(12, "a*b.csv", date(2026, 10, 1), 2, 19)).text
