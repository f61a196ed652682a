"""The proposal as a document: what it must say, that it is no invoice, and what data can never do to it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.subjects import AddSubjects
from liveo.core.errors import InvalidChange
from liveo.core.periods import Month, Period
from liveo.core.proposal import Proposal
from liveo.rendering.french import euros
from liveo.rendering.proposal_pdf import (
    LONGEST_LINK_LINE,
    MOST_ENTITIES,
    NO_INVOICE,
    TITLE,
    proposal_file_name,
    render_proposal,
)
from liveo.rendering.sheet import PREVIEW_MARK
from liveo.services.billing import customer
from liveo.services.proposal import proposal
from liveo.services.simulation import simulate
from liveo.services.simulation_stages import PROSPECT, Step
from liveo.store.database import Base
from tests.rendering.reading import outline, page_texts, plain, reader

NOVEMBER, TODAY = Month(2026, 11), date(2026, 11, 23)
EVIL = "<b>Évil</b> \x00\u202e & Cie 💣 «\xa0!\xa0»"


def story(demo: Base, code: str) -> tuple[Step, ...]:
    """A menu for two weeks, and a recording on ten accounts from the 10th."""
    ten = tuple(account.subject_id for account in customer(demo, code).state.accounts[-10:])
    menu = AddSubjects(
        (SubjectId(-1),), OptionCode.IVR_MENU, "Menu d'accueil", Period(date(2026, 11, 1), date(2026, 11, 15))
    )
    return ((menu,), (SwitchOn(ten, OptionCode.CALL_RECORDING, Period(date(2026, 11, 10))),))


def made(demo: Base, code: str, steps: tuple[Step, ...] | None = None, **more: str) -> Proposal:
    return proposal(demo, code, NOVEMBER, story(demo, code) if steps is None else steps, TODAY, **more)


@pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL"])
def test_it_says_to_whom_what_changes_before_after_and_what_is_saved(demo: Base, code: str) -> None:
    simulation = simulate(demo, code, NOVEMBER, story(demo, code))
    text = "\n".join(page_texts(render_proposal(made(demo, code))))
    company = customer(demo, code).state.company
    for said in (
        TITLE,
        company.name,
        "Proposition établie le 23 novembre 2026, valable jusqu'au 23 décembre 2026",
        "Ajouter 1 menu « Menu d'accueil », du 1er au 14 novembre 2026",
        "Activer « Enregistrement des appels » pour 10 comptes, à partir du 10 novembre 2026",
        *(plain(euros(amount)) for amount in (simulation.before.net, simulation.after.net, simulation.after.gross)),
        plain(euros(simulation.saved)),
        f"au lieu de {plain(euros(simulation.full_month))} HT au mois entier",
        "Aujourd'hui",
        "Nouvelle facture",
    ):
        assert said in text, said


def test_two_weeks_explain_proration_to_the_cent(demo: Base) -> None:
    text = "\n".join(page_texts(render_proposal(made(demo, "FOURNIL"))))
    assert "« Menu vocal interactif », activé le 1er et supprimé le 15 novembre 2026" in text
    assert "14 jours sur 30" in text
    assert "18,60 € × 14 ÷ 30 = 8,68 €" in text
    assert "il aurait coûté 18,60 € : le prorata économise 9,92 €" in text


def test_it_is_no_invoice_and_bears_no_number_of_one(demo: Base) -> None:
    document = render_proposal(made(demo, "FOURNIL"))
    text = "\n".join(page_texts(document))
    assert plain(NO_INVOICE) in text
    assert PREVIEW_MARK not in text
    assert "N°" not in text.replace("N° TVA", "")
    assert "FA-" not in text
    assert reader(document).attachments == {}
    assert outline(document)[:2] == ["Montants", "Ce qui change"]


def test_the_same_proposal_gives_the_same_bytes_and_another_day_others(demo: Base) -> None:
    first = made(demo, "ARMOR")
    assert render_proposal(first) == render_proposal(made(demo, "ARMOR"))
    assert render_proposal(first) != render_proposal(replace(first, day=date(2026, 11, 24)))


def test_a_prospect_has_a_name_of_its_own_and_no_code(demo: Base) -> None:
    accounts = AddSubjects(tuple(SubjectId(-n) for n in range(1, 41)), OptionCode.ACCOUNT, "Compte", Period(TODAY))
    found = made(demo, PROSPECT, ((accounts,),), customer="Café des Sports")
    text = "\n".join(page_texts(render_proposal(found)))
    assert "Café des Sports" in text
    assert "Code client" not in text
    assert "Ajouter 40 comptes « Compte »" in text
    assert proposal_file_name(found) == "proposition_Cafe-des-Sports_2026-11_2026-11-23.pdf"


def test_entities_that_change_most_stand_by_name_and_the_others_together(demo: Base) -> None:
    everybody = tuple(account.subject_id for account in customer(demo, "FOURNIL").state.accounts)
    found = made(demo, "FOURNIL", ((SwitchOn(everybody, OptionCode.CALL_SUPERVISION, Period(TODAY)),),))
    changed = [row for row in found.simulation.entities if row.difference]
    text = "\n".join(page_texts(render_proposal(found)))
    table = text[text.index("Entités dont le montant change") :]
    shown = [row for row in changed if f"{plain(row.name)}" in table]
    assert len(shown) == MOST_ENTITIES < len(changed)
    assert f"{len(changed) - MOST_ENTITIES} autres entités" in table
    assert min(abs(row.difference) for row in shown) >= max(abs(r.difference) for r in changed if r not in shown)


def test_a_link_is_printed_whole_however_long(demo: Base) -> None:
    link = "https://facturation.exemple.fr/simulateur?" + "&".join(f"parametre{n}=valeur{n}" for n in range(20))
    text = "\n".join(page_texts(render_proposal(made(demo, "ARMOR", link=link))))
    lines = [link[start : start + LONGEST_LINK_LINE] for start in range(0, len(link), LONGEST_LINK_LINE)]
    assert len(lines) > 4
    assert all(line in text for line in lines)


def test_without_changes_it_shows_the_bill_as_it_is(demo: Base) -> None:
    text = "\n".join(page_texts(render_proposal(made(demo, "ARMOR", ()))))
    assert "Rien : cette page montre la facture telle qu'elle est" in text


def test_names_and_titles_are_printed_as_text(demo: Base) -> None:
    steps = ((AddSubjects((SubjectId(-1),), OptionCode.FAX, EVIL, Period(TODAY)),),)
    text = "\n".join(page_texts(render_proposal(made(demo, "ARMOR", steps, title=EVIL, customer=EVIL))))
    assert text.count("<b>Évil</b>") >= 3
    assert proposal_file_name(made(demo, PROSPECT, (), customer="🙂")) == "proposition_prospect_2026-11_2026-11-23.pdf"


def test_many_changes_fill_pages_without_losing_one(demo: Base) -> None:
    accounts = [account.subject_id for account in customer(demo, "FOURNIL").state.accounts[:60]]
    steps: tuple[Step, ...] = tuple(
        (SwitchOff((subject,), OptionCode.ACCOUNT, date(2026, 11, 2)),) for subject in accounts
    )
    found = made(demo, "FOURNIL", steps)
    pages = page_texts(render_proposal(found))
    text = "\n".join(pages)
    assert text.count("Supprimer « Compte Livéo » pour") == 60
    assert "47 autres" in text
    assert len(pages) >= 4
    assert sum(found.simulation.effects, Decimal(0)) == found.simulation.difference


@pytest.mark.parametrize("days", [0, -1, 366, 10**9])
def test_an_absurd_validity_is_refused(demo: Base, days: int) -> None:
    with pytest.raises(InvalidChange, match="1 à 365 jours"):
        proposal(demo, "ARMOR", NOVEMBER, (), TODAY, valid_days=days)
