"""Each thing tried is one French sentence, with the trial that is left without it."""

from datetime import date

from liveo.core.billing_modes import BillingMode
from liveo.core.entities import SharingKey
from liveo.services.allocation_trial import Move, Trial
from liveo.ui.trial_words import entity_name, marks_words, mode_words, move_words, sharing_words, trial_sentences
from tests.core.builders import ALICE, BRUNO, HEAD_OFFICE, LYON, MENU, NANTES, QUEUE, assigned, entity, state

ACME = state(assignments=(assigned(ALICE, LYON),))
TWELFTH = date(2026, 3, 12)


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def test_a_move_counts_accounts_and_resources_and_those_that_follow() -> None:
    assert plain(move_words(ACME, Move((ALICE, BRUNO, MENU), NANTES, TWELFTH))) == (
        "2 comptes et 1 ressource (et 1 ressource qui suit) vers « Nantes » à partir du 12 mars 2026"
    )


def test_a_move_of_one_bears_its_name() -> None:
    assert plain(move_words(ACME, Move((QUEUE,), None, TWELFTH))) == "Support sans entité à partir du 12 mars 2026"


def test_marks_say_who_is_added_and_who_is_taken_away() -> None:
    acme = state(entities=(entity(HEAD_OFFICE), entity(LYON, own_invoice=True), entity(NANTES)))
    assert marks_words(acme, [NANTES]) == (
        "Factures séparées : en plus pour Nantes ; plus de facture séparée pour Lyon"
    )
    assert marks_words(acme, [LYON, NANTES]) == "Factures séparées : en plus pour Nantes"


def test_key_and_mode_say_what_they_replace() -> None:
    assert (
        sharing_words(ACME, SharingKey.EQUAL, None)
        == "Charges communes : « À parts égales » au lieu de « Tout au siège »"
    )
    assert mode_words(ACME, BillingMode.PER_ENTITY) == (
        "Mode de l'entreprise : « 3 · Une facture par entité » au lieu de « 1 · Facture unique »"
    )


def test_each_sentence_leaves_the_rest_of_the_trial() -> None:
    moves = (Move((ALICE,), NANTES, TWELFTH), Move((BRUNO,), LYON, TWELFTH))
    trial = Trial(moves, (NANTES,), SharingKey.EQUAL, billing_mode=BillingMode.MIXED)
    found = trial_sentences(ACME, trial)
    assert [sentence.without for sentence in found] == [
        Trial(moves[1:], (NANTES,), SharingKey.EQUAL, billing_mode=BillingMode.MIXED),
        Trial(moves[:1], (NANTES,), SharingKey.EQUAL, billing_mode=BillingMode.MIXED),
        Trial(moves, None, SharingKey.EQUAL, billing_mode=BillingMode.MIXED),
        Trial(moves, (NANTES,), billing_mode=BillingMode.MIXED),
        Trial(moves, (NANTES,), SharingKey.EQUAL),
    ]


def test_an_entity_has_a_name_and_none_has_one_too() -> None:
    assert entity_name(ACME, LYON) == "Lyon"
    assert entity_name(ACME, None) == "Sans entité"
