"""What needs attention, in words: every kind of finding has its notice, which leads to a page that exists."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, get_args

import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import SubjectId
from liveo.core.company import EntityId
from liveo.core.destinations import UnratedReason
from liveo.core.entities import SharingKey
from liveo.core.periods import Month, Period
from liveo.services.alerts.detection import Alert
from liveo.services.alerts.rules import Finding as Reasoned
from liveo.services.alerts.rules import Reason
from liveo.services.attention import (
    AbnormalCalls,
    EntityBillingMissing,
    EntityBillingNeedless,
    Finding,
    RefusedLines,
    UnratedCalls,
    WithoutEntity,
)
from liveo.ui.accueil_notices import NOTICES, WHO_PAYS, notice

PAGES: Final = Path(__file__).parents[2] / "pages"
SUNDAY: Final = date(2026, 8, 2)
NIGHT: Final = Alert(
    SubjectId(1),
    EntityId(1),
    Period(SUNDAY, date(2026, 8, 3)),
    (Reasoned(Reason.NIGHT, SUNDAY, SUNDAY, 2_530_079_998, 120_000),),
    150,
    2_530_079_998,
    150,
)
TOLD: Final[Mapping[Finding, str]] = {
    UnratedCalls(Month(2026, 10), ((UnratedReason.UNKNOWN_ACCOUNT, 1),)): "1 appel d'octobre 2026 attend un prix",
    UnratedCalls(Month(2026, 9), ((UnratedReason.NO_RATE, 2),)): "2 appels de septembre 2026 attendent un prix",
    AbnormalCalls(NIGHT, "2001 · A*B", 0): "2001 · A\\*B, **150 appels",
    AbnormalCalls(NIGHT, "", 2): "2 autres alertes ce mois-ci",
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


def test_an_alert_leads_to_the_alerts_of_its_month() -> None:
    told = notice(AbnormalCalls(NIGHT, "2001 · A*B", 0))
    assert told.query == {"mois": "2026-08", "vue": "alerts"}
    assert "le 2 août 2026" in told.text


def test_a_file_name_is_never_markup() -> None:
    assert r"a\*b\.csv" in notice(RefusedLines(12, "a*b.csv", date(2026, 10, 1), 2, 19)).text
