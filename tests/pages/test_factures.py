"""The page Factures for each demonstration company: every mode, every document, every amount down to its steps."""

import pytest
from streamlit.testing.v1 import AppTest

from liveo.core.billing_modes import BillingMode
from liveo.core.charges import Charge
from liveo.core.company import VatRegime
from liveo.core.periods import Month
from liveo.rendering.explanation import charge_steps
from liveo.rendering.french import euros
from liveo.services.billing import customer, invoice_run
from liveo.services.documents import charges_by_subject, issue_block
from liveo.store.database import Base
from liveo.ui.factures_explained import charge_rows, line_rows, rounding_words
from tests.pages.viewing import assert_sound, metrics, open_page, words

OCTOBER = Month(2026, 10)
COMPANIES = ("ATELIER", "ARMOR", "FOURNIL")


def select(at: AppTest, prefix: str, row: int) -> AppTest:
    """Click a row of the table whose key begins like this."""
    [key] = {frame.key for frame in at.main.dataframe if frame.key and frame.key.startswith(prefix)}
    at.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


@pytest.mark.parametrize("mode", BillingMode)
@pytest.mark.parametrize("code", COMPANIES)
def test_every_document_of_every_mode_opens(demo: Base, code: str, mode: BillingMode) -> None:
    run = invoice_run(demo, code, OCTOBER, mode)
    at = open_page("factures", code, mode=mode)
    assert_sound(at)
    assert metrics(at)["Factures"] == str(len(run.invoices))
    last = len(run.invoices) - 1
    select(at, "documents_", last)
    assert_sound(at)
    assert euros(run.invoices[last].gross) in at.main.markdown[0].value


@pytest.mark.parametrize("code", COMPANIES)
def test_the_company_s_own_mode_is_shown_first(demo: Base, code: str) -> None:
    own = {"ATELIER": "single", "ARMOR": "single_by_entity", "FOURNIL": "mixed"}[code]
    at = open_page("factures", code)
    assert at.session_state["mode"] == own


def test_choosing_a_mode_puts_its_code_in_the_address_and_another_company_goes_back_to_its_own(demo: Base) -> None:
    at = open_page("factures", "ARMOR")
    at.main.button_group(key="mode").set_value(BillingMode.PER_ENTITY).run()
    assert_sound(at)
    assert metrics(at)["Factures"] == "7"
    assert at.query_params["mode"] in ("per_entity", ["per_entity"])
    at.session_state["entreprise"] = "FOURNIL"
    at.run()
    assert at.session_state["mode"] == "mixed"
    assert at.query_params["mode"] in ("mixed", ["mixed"])


def test_an_unknown_mode_in_the_address_is_ignored(demo: Base) -> None:
    at = open_page("factures", "ARMOR", mode="gratuit")
    assert_sound(at)
    assert at.session_state["mode"] == "single_by_entity"


def test_the_present_month_is_provisional_and_names_the_calls_without_a_price(demo: Base) -> None:
    at = open_page("factures", "ATELIER", "2026-11")
    block = issue_block(demo, "ATELIER", Month(2026, 11))
    assert_sound(at)
    assert "Provisoire" in words(at)
    assert "novembre 2026 n'est pas terminé" in words(at)
    [warning] = at.main.warning
    assert f"{block.calls}" in warning.value
    assert "L'aperçu reste possible" in warning.value
    assert "Provisoire" not in words(open_page("factures", "ATELIER"))


def test_a_mode_that_adds_the_option_says_how_much(demo: Base) -> None:
    run = invoice_run(demo, "ANSE", OCTOBER, BillingMode.PER_ENTITY)
    at = open_page("factures", "ANSE", mode="per_entity")
    [info] = at.main.info
    assert "Facturation par entité" in info.value
    assert euros(run.entity_billing_added) in info.value
    assert not open_page("factures", "ANSE", mode="single").main.info


def test_a_month_without_anything_to_bill_says_so(own_demo: Base) -> None:
    company_id = customer(own_demo, "LENOIR").state.company.subject_id
    with own_demo.write() as tx:
        tx.execute("delete from activations where company_id = $company_id", {"company_id": company_id})
        tx.execute("delete from usage_daily where company_id = $company_id", {"company_id": company_id})
    at = open_page("factures", "LENOIR", "2026-11")
    assert_sound(at)
    assert "Rien à facturer" in words(at)
    assert not at.main.metric


def test_entities_with_nothing_to_pay_are_named(own_demo: Base) -> None:
    empty = (
        "select * replace (999 as entity_id, 'VIDE' as code, 'Site vide' as name) from entities where code = 'CASSIS'"
    )
    with own_demo.write() as tx:
        tx.execute(f"insert into entities by name {empty}")
        tx.execute(
            "update divisions set sharing_key = 'head_office' from companies where company_id = subject_id"
            " and code = 'ANSE'"
        )
    assert [e.name for e in invoice_run(own_demo, "ANSE", OCTOBER, BillingMode.MIXED).nothing_to_pay] == ["Site vide"]
    at = open_page("factures", "ANSE", mode="mixed")
    assert_sound(at)
    assert "Rien à payer, donc aucune facture : Site vide." in words(at)


def test_a_line_leads_to_its_charges_and_a_charge_to_its_steps(demo: Base) -> None:
    [invoice] = invoice_run(demo, "ARMOR", OCTOBER, BillingMode.SINGLE_BY_ENTITY).invoices
    at = open_page("factures", "ARMOR", vue="Lignes et calculs")
    assert_sound(at)
    select(at, "lignes_", 0)
    assert_sound(at)
    line = invoice.lines[0]
    assert f"{len(line.charges)} montants" in words(at)
    select(at, "montants_lignes", 3)
    assert_sound(at)
    charge: Charge = sorted(line.charges, key=lambda c: c.subject.label)[3]
    shown = at.main.markdown[-1].value.replace("\\", "")
    assert all(step in shown for step in charge_steps(charge))


def test_an_account_leads_to_all_that_it_owes(demo: Base) -> None:
    [invoice] = invoice_run(demo, "ATELIER", OCTOBER, BillingMode.SINGLE).invoices
    at = open_page("factures", "ATELIER", vue="Lignes et calculs")
    at.main.button_group(key="comprendre").set_value("comptes").run()
    subject, charges = next((s, c) for s, c in charges_by_subject(invoice).items() if len(c) > 3)
    [picker] = [box for box in at.main.selectbox if box.label == "Compte ou ressource"]
    picker.set_value(subject).run()
    assert_sound(at)
    frame = at.main.dataframe[-1].value
    assert [str(value) for value in frame["net"]] == [str(charge.amount) for charge in charges]


def test_the_tables_of_an_invoice_hold_all_its_lines_and_charges(demo: Base) -> None:
    for invoice in invoice_run(demo, "FOURNIL", OCTOBER, BillingMode.MIXED).invoices[:3]:
        assert line_rows(invoice)["net"].sum() == invoice.net
        assert sum(charge_rows(line.charges)["net"].sum() for line in invoice.lines) == invoice.net


def test_the_rounding_of_consumption_is_said(demo: Base) -> None:
    [invoice] = invoice_run(demo, "ATELIER", OCTOBER, BillingMode.SINGLE).invoices
    charges = [c for line in invoice.lines for c in line.charges if c.is_usage]
    said = rounding_words(invoice)
    assert euros(sum((c.amount for c in charges), start=charges[0].amount * 0)) in said
    assert "avant arrondi" in said


def test_vat_of_several_rates_stands_in_the_list(demo: Base) -> None:
    run = invoice_run(demo, "ARMOR", OCTOBER, BillingMode.PER_ENTITY)
    overseas = [i for i in run.invoices if i.recipient.entity and i.recipient.entity.vat_regime is VatRegime.OVERSEAS]
    assert len(overseas) == 1
    at = open_page("factures", "ARMOR", mode="per_entity")
    listed = at.main.dataframe[0].value
    assert str(overseas[0].vat) in [str(value) for value in listed["vat"]]


def test_markup_in_names_stays_text(own_demo: Base) -> None:
    evil = "![x](http://evil.example/x.png) **A** $b$"
    with own_demo.write() as tx:
        tx.execute("update entities set name = $name where code = 'ANTIBES'", {"name": evil})
        tx.execute("update companies set name = $name where code = 'ANSE'", {"name": evil})
        tx.execute("update accounts set name = $name where code like 'ANS%'", {"name": evil})
    at = open_page("factures", "ANSE", mode="per_entity", vue="Lignes et calculs")
    at.main.button_group(key="comprendre").set_value("comptes").run()
    [picker] = [box for box in at.main.selectbox if box.label == "Compte ou ressource"]
    owed = charges_by_subject(invoice_run(own_demo, "ANSE", OCTOBER, BillingMode.PER_ENTITY).invoices[0])
    picker.set_value(next(subject for subject, charges in owed.items() if len(charges) > 1)).run()
    select(at, "montants_comptes", 0)
    assert_sound(at)
    shown = [str(e.value) for kind in ("markdown", "caption", "info", "subheader") for e in getattr(at.main, kind)]
    assert any("evil" in text for text in shown)
    assert not any("![x]" in text or "**A**" in text or "$b$" in text for text in shown)


def test_characters_that_the_pdf_cannot_print_are_told(own_demo: Base) -> None:
    assert "n'a pas ces caractères" not in words(open_page("factures", "ANSE"))
    with own_demo.write() as tx:
        tx.execute("update companies set name = 'Hôtel 山田' where code = 'ANSE'")
    at = open_page("factures", "ANSE")
    assert_sound(at)
    assert "« ? » : 山田." in words(at)
