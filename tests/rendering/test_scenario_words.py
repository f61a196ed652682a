"""A change in words: what, for whom, on which days; every kind has its sentence."""

from datetime import date
from decimal import Decimal

import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.division import BillIn, MarkOwnInvoices, MoveTo, ShareBy
from liveo.core.changes.entities import AddEntity, CloseEntity, DescribeEntity, MergeEntities
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.prices import Discount, NegotiatePrice
from liveo.core.changes.repetition import Every, Repetition
from liveo.core.changes.subjects import AddSubjects, RemoveSubjects
from liveo.core.company import Entity, EntityId
from liveo.core.entities import SharingKey
from liveo.core.periods import Period
from liveo.core.scenario import CHANGE_KINDS, Change
from liveo.rendering.scenario_words import WORDS, Names, change_words, span_words
from tests.core.builders import ALICE, BRUNO, COMPANY, HEAD_OFFICE, LYON, MENU, NANTES, march
from tests.rendering.reading import plain

NAMES = Names({ALICE: "11 · Alice", BRUNO: "12 · Bruno", MENU: "Accueil"}, {LYON: "Lyon", NANTES: "Nantes"})
NEW = tuple(SubjectId(-n) for n in range(1, 6))
RECORDING, ACCOUNT = OptionCode.CALL_RECORDING, OptionCode.ACCOUNT

SHOP = Entity(EntityId(-1), "BOUTIQUE", "Boutique")
SUMMER = Period(date(2026, 8, 1), date(2026, 9, 1))

SENTENCES: list[tuple[Change, str]] = [
    (
        SwitchOn((ALICE,), RECORDING, SUMMER, Repetition(Every.YEAR, 3)),
        "Activer « Enregistrement des appels » pour 11 · Alice, du 1er au 31 août 2026, tous les ans, 3 fois",
    ),
    (
        RemoveSubjects((ALICE, MENU), date(2026, 3, 15)),
        "Retirer 11 · Alice et Accueil, avec toutes leurs options, le 15 mars 2026",
    ),
    (
        NegotiatePrice(RECORDING, Decimal("4.5"), march(1)),
        "Prix négocié de « Enregistrement des appels » : 4,50 € par mois, à partir du 1er mars 2026",
    ),
    (
        Discount((RECORDING, ACCOUNT), Decimal(15), march(1)),
        "Remise de 15 % sur « Enregistrement des appels » et « Compte Livéo », à partir du 1er mars 2026",
    ),
    (
        Discount(tuple(OptionCode), Decimal("7.5"), SUMMER),
        "Remise de 7,5 % sur toutes les options, du 1er au 31 août 2026",
    ),
    (BillIn(BillingMode.PER_ENTITY), "Facturer dans le mode « Une facture par entité »"),
    (ShareBy(SharingKey.EQUAL), "Partager les charges communes : « À parts égales »"),
    (
        ShareBy(SharingKey.FIXED_SHARES, ((LYON, Decimal("33.5")), (NANTES, Decimal("66.5")))),
        "Partager les charges communes : « Parts fixes » (Lyon 33,5 % et Nantes 66,5 %)",
    ),
    (AddEntity(SHOP), "Créer l'entité « Boutique »"),
    (DescribeEntity(SHOP), "Modifier la fiche de l'entité « Boutique »"),
    (MergeEntities((LYON,), NANTES, date(2026, 3, 12)), "Fusionner Lyon avec Nantes à partir du 12 mars 2026"),
    (CloseEntity(LYON, date(2026, 3, 1)), "Fermer Lyon à partir du 1er mars 2026"),
    (
        SwitchOn((ALICE,), RECORDING, march(1, 15)),
        "Activer « Enregistrement des appels » pour 11 · Alice, du 1er au 14 mars 2026",
    ),
    (
        SwitchOn((ALICE, BRUNO), RECORDING, march(10)),
        "Activer « Enregistrement des appels » pour 11 · Alice et 12 · Bruno, à partir du 10 mars 2026",
    ),
    (
        SwitchOn((ALICE, BRUNO, SubjectId(99)), RECORDING, march(5, 5)),
        "Activer « Enregistrement des appels » pour 3 comptes, le 5 mars 2026 (activation et suppression le même jour)",
    ),
    (
        SwitchOn((COMPANY,), OptionCode.ENTITY_BILLING, march(1)),
        "Activer « Facturation par entité » pour l'entreprise, à partir du 1er mars 2026",
    ),
    (
        SwitchOff((MENU,), OptionCode.IVR_MENU, date(2026, 3, 15)),
        "Supprimer « Menu vocal interactif » pour Accueil, le 15 mars 2026",
    ),
    (
        SwitchOff((SubjectId(99),), RECORDING, date(2026, 3, 1)),
        "Supprimer « Enregistrement des appels » pour 1 compte, le 1er mars 2026",
    ),
    (
        AddSubjects(NEW[:1], OptionCode.IVR_MENU, "Menu de Noël", march(1, 15)),
        "Ajouter 1 menu « Menu de Noël », du 1er au 14 mars 2026",
    ),
    (
        AddSubjects(NEW, ACCOUNT, "Agent", march(12), LYON, (OptionCode.ALIAS, RECORDING)),
        "Ajouter 5 comptes « Agent » avec « Alias (téléphone supplémentaire) » et « Enregistrement des appels » "
        "à l'entité Lyon, à partir du 12 mars 2026",
    ),
    (
        MoveTo((ALICE,), LYON, date(2026, 3, 12)),
        "Donner 11 · Alice à l'entité Lyon à partir du 12 mars 2026",
    ),
    (
        MoveTo((ALICE, BRUNO, MENU), None, date(2026, 3, 12)),
        "Retirer 3 comptes ou ressources de toute entité à partir du 12 mars 2026",
    ),
    (MarkOwnInvoices((LYON, NANTES)), "Donner une facture séparée à Lyon et Nantes"),
    (MarkOwnInvoices((HEAD_OFFICE,)), "Donner une facture séparée à n° 101"),
    (MarkOwnInvoices(()), "Ne donner de facture séparée à aucune entité"),
]


@pytest.mark.parametrize(("change", "sentence"), SENTENCES)
def test_a_change_says_what_it_does(change: Change, sentence: str) -> None:
    assert plain(change_words(change, NAMES)) == sentence


def test_every_kind_of_change_has_words() -> None:
    assert set(WORDS) == set(CHANGE_KINDS.values())


def test_a_span_over_two_years_names_both() -> None:
    assert plain(span_words(Period(date(2026, 12, 20), date(2027, 1, 4)))) == "du 20 décembre 2026 au 3 janvier 2027"
