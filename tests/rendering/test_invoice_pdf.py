"""The invoice as a document: what it must say, page by page, and what data can never do to it."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.charges import Charge, OptionBasis
from liveo.core.company import Account, Entity, EntityId
from liveo.core.invoice import Invoice, InvoiceLine, InvoiceSection
from liveo.core.invoice_changes import invoice_changes
from liveo.core.periods import Period
from liveo.core.proration import PricedDays
from liveo.rendering.french import euros, euros_signed
from liveo.rendering.invoice_pdf import file_name, render_invoice, unprintable
from liveo.rendering.labels import label
from liveo.rendering.mentions import NO_VAT, NO_VAT_UNFOUNDED, VAT_ON_DEBITS
from liveo.rendering.sheet import PREVIEW_MARK
from tests.rendering.reading import outline, page_texts, plain, reader
from tests.rendering.sample_invoices import OCTOBER, SELLER, run, single

OLD_WINDOWS_NAMES = {"con", "nul", "aux", "prn"}


def numbered(invoice: Invoice) -> Invoice:
    """Return the invoice as if it had been issued."""
    return replace(invoice, number="FA-2026-000123")


def by_entity(sites: int = 6, accounts: int = 30) -> Invoice:
    """Return one invoice with a section for each entity."""
    [invoice] = run(accounts, sites, BillingMode.SINGLE_BY_ENTITY).invoices
    return invoice


def with_recipient(invoice: Invoice, name: str) -> Invoice:
    """Return the invoice addressed to somebody else."""
    return replace(invoice, recipient=replace(invoice.recipient, name=name))


def with_lines(count: int) -> Invoice:
    """Return an invoice with two sections, the second of so many lines."""
    invoice = by_entity(1, 2)
    line = invoice.sections[0].lines[0]
    entity = Entity(EntityId(9), "X", "Dernière entité")
    return replace(invoice, sections=(invoice.sections[0], InvoiceSection(entity, (line,) * count)))


@pytest.mark.parametrize("make", [single, by_entity, lambda: run(9, 2, BillingMode.PER_ENTITY).invoices[1]])
def test_the_same_record_gives_the_same_bytes(make: Callable[[], Invoice]) -> None:
    assert render_invoice(make()) == render_invoice(make())


def test_page_1_says_what_is_due_by_when_to_whom_and_why() -> None:
    invoice = numbered(single())
    [first, *_] = page_texts(render_invoice(invoice))
    for words in (
        "Facture d'octobre 2026",
        "N° FA-2026-000123",
        "1er novembre 2026",
        "1er décembre 2026",
        "du 1er au 31 octobre 2026",
        plain(euros(invoice.gross)),
        plain(euros(invoice.net)),
        plain(euros(invoice.vat)),
        "Méridien Distribution",
        "5 place Bellecour",
        "69002 Lyon",
        "SIRET 552 100 554 00013",
        "N° TVA FR96552100554",
        "Livéo Télécom",
        "SIREN 732 829 320",
        "FR76 3000 6000 0112 3456 7890 189",
    ):
        assert words in first


def test_the_mandatory_mentions_stand_on_page_1() -> None:
    [first, *_] = page_texts(render_invoice(single()))
    text = first.replace("\n", " ")
    for words in ("Prestations de services", VAT_ON_DEBITS, "trois fois le taux d'intérêt légal", "40 €", "escompte"):
        assert words in text


def test_the_option_for_debits_is_only_claimed_by_who_took_it() -> None:
    invoice = single()
    without = replace(invoice, seller=replace(invoice.seller, vat_on_debits=False))
    assert VAT_ON_DEBITS not in page_texts(render_invoice(without))[0]


def test_a_rate_of_nothing_is_justified_where_the_address_is_in_guyane_or_mayotte() -> None:
    invoice = single()
    free = replace(invoice.sections[0].lines[0], vat_rate=Decimal("0.0"))
    exempt = replace(invoice, sections=(InvoiceSection(None, (free,)),))
    recipient = invoice.recipient
    cayenne = replace(recipient, address=replace(recipient.address, postcode="97300", city="Cayenne"))
    page = lambda shown: page_texts(render_invoice(shown))[0].replace("\n", " ")  # noqa: E731
    assert plain(NO_VAT.format("294, 1")) in page(replace(exempt, recipient=cayenne))
    assert plain(NO_VAT_UNFOUNDED) in page(exempt)
    assert "Au taux de 0" not in page(invoice)


def test_every_line_charge_and_subtotal_is_printed() -> None:
    invoice = by_entity()
    text = "\n".join(page_texts(render_invoice(invoice)))
    for section in invoice.sections:
        assert section.entity is not None
        assert f"Sous-total {section.entity.name} {plain(euros(section.net))}" in text
        for line in section.lines:
            assert f"{label(line.code)} " in text
            for charge in line.charges:
                assert charge.subject.label in text
                assert plain(euros(charge.amount)) in text
    for vat in invoice.vat_lines:
        assert f"{plain(euros(vat.base))} {plain(euros(vat.amount))}" in text


def test_the_detail_says_on_which_days() -> None:
    text = " ".join("\n".join(page_texts(render_invoice(single()))).split())
    assert "Enregistrement des appels, 14 j / 31, du 1er au 14" in text
    assert "Menu vocal interactif, 14 j / 31 : du 1er au 9 à 31,00 €/mois, du 10 au 14 à 37,20 €/mois" in text
    assert "Pont de la direction Pont de conférence, 1 j / 31, le 12" in text


def test_the_number_of_an_account_stands_with_that_account() -> None:
    text = "\n".join(page_texts(render_invoice(single())))
    account = text[text.index("1002 · Nguyễn") : text.index("1003 · Jean")]
    assert "SDA 1002, Numéro SDA, 31 j / 31" in account


def test_a_preview_says_so_on_every_page_and_an_issued_invoice_on_none() -> None:
    preview = single(40)
    assert all(PREVIEW_MARK in page for page in page_texts(render_invoice(preview)))
    issued = page_texts(render_invoice(numbered(preview)))
    assert not [page for page in issued if "APERÇU" in page or "perçu" in page]
    assert all("FA-2026-000123" in page for page in issued)


def test_pages_are_numbered() -> None:
    pages = page_texts(render_invoice(single(60)))
    assert len(pages) > 3
    for i, page in enumerate(pages, start=1):
        assert f"page {i} / {len(pages)}" in page


def test_the_document_says_its_language_title_and_only_the_date_of_issue() -> None:
    document = reader(render_invoice(numbered(single())))
    assert document.trailer["/Root"]["/Lang"] == "fr-FR"
    said = document.xmp_metadata
    assert said is not None
    assert said.dc_title == {"x-default": "Facture d'octobre 2026, n° FA-2026-000123"}
    assert said.xmp_create_date is not None
    assert said.xmp_create_date.date() == date(2026, 11, 1)


def test_bookmarks_lead_to_each_section() -> None:
    names = outline(render_invoice(by_entity(2, 4)))
    assert names[0] == "Montant dû"
    assert names[-1] == "Détail par compte et ressource"
    assert "Agence de Lyon" in names


def test_both_fonts_are_embedded() -> None:
    page = reader(render_invoice(single())).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert len(descriptors) == 2
    assert all("/FontFile2" in descriptor for descriptor in descriptors)


@pytest.mark.parametrize("count", range(1, 60, 2))
def test_a_subtotal_is_never_left_alone_on_a_page(count: int) -> None:
    pages = page_texts(render_invoice(with_lines(count)))
    [page] = [page for page in pages if "Sous-total Dernière entité" in page]
    *_, line, why = page[: page.index("Sous-total Dernière entité")].strip().splitlines()
    assert line.startswith("File d'attente")
    assert "÷ 31" in why


def test_the_difference_to_last_month_is_said_with_its_three_largest_reasons() -> None:
    invoice, before = single(12), replace(single(10), month=OCTOBER.plus(-1))
    [first, *_] = page_texts(render_invoice(invoice, previous=before))
    assert f"+{plain(euros(invoice.net - before.net))} HT par rapport à septembre 2026" in first
    assert plain(euros(before.net)) in first
    largest = invoice_changes(invoice, before)[:3]
    assert all(plain(euros_signed(change.amount)) in first for change in largest)
    assert "2 comptes de plus" in first
    assert "par rapport à" not in page_texts(render_invoice(invoice))[0]


def test_the_same_pair_of_invoices_gives_the_same_bytes() -> None:
    invoice, before = single(12), replace(single(10), month=OCTOBER.plus(-1))
    assert render_invoice(invoice, previous=before) == render_invoice(invoice, previous=before)


def test_a_month_like_the_last_one_says_that_nothing_changed() -> None:
    invoice = single(12)
    [first, *_] = page_texts(render_invoice(invoice, previous=replace(invoice, month=OCTOBER.plus(-1))))
    assert "Aucun changement" in first
    assert "0,00 € HT par rapport à septembre 2026" in first


@pytest.mark.parametrize("name", ["{nb}", "Client {nb} SA", "\x02\x02\x02\x02"])
def test_a_name_is_never_taken_for_the_number_of_pages(name: str) -> None:
    text = page_texts(render_invoice(with_recipient(single(), f"A{name}Z")))[0]
    assert f"A{name}Z".replace("\x02", "") in text


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("山田 & Fils", "?? & Fils"),
        ("Ligne 1\nTOTAL TTC 0,00 €", "Ligne 1 TOTAL TTC 0,00 €"),
        ("**Gras** _x_ \\(a\\)", "**Gras** _x_ \\(a\\)"),
        ("E\u0301lan", "Élan"),
        ("\u202eabc", "abc"),
        ("Ștefan Nguyễn Łódź", "Ștefan Nguyễn Łódź"),
        ("a" * 300, "…"),
    ],
)
def test_a_name_is_printed_as_it_is_or_with_visible_marks(name: str, printed: str) -> None:
    invoice = with_recipient(single(), name)
    assert printed in page_texts(render_invoice(invoice))[0]


def test_what_could_not_be_printed_is_told_beforehand() -> None:
    assert unprintable(single()) == ""
    assert unprintable(with_recipient(single(), "山田 🎉")) == "山田🎉"


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=30)
def test_no_name_breaks_a_document(name: str, city: str) -> None:
    invoice = with_recipient(single(1), name)
    address = replace(invoice.recipient.address, city=city)
    pages = page_texts(render_invoice(replace(invoice, recipient=replace(invoice.recipient, address=address))))
    assert plain(euros(invoice.gross)) in pages[0]


def test_an_option_switched_a_hundred_times_still_fits_its_pages() -> None:
    person = Account(SubjectId(7), "A", "Qui change sans cesse", "1")
    codes = [OptionCode.ACCOUNT, OptionCode.ALIAS, OptionCode.CALL_RECORDING, OptionCode.CALL_SUPERVISION]
    segments = tuple(
        PricedDays(Period(date(2026, 10, day), date(2026, 10, day + 1)), 1, Decimal(f"{day}.10"))
        for day in range(1, 31, 2)
    )
    basis = OptionBasis(segments, 31)
    charges = [Charge(OCTOBER, person, code, EntityId(1), Decimal("9.99"), basis) for code in codes]
    lines = tuple(InvoiceLine(charge.code, Decimal("20.0"), (charge,) * 4) for charge in charges)
    pages = page_texts(render_invoice(replace(single(), sections=(InvoiceSection(None, lines),))))
    text = " ".join(" ".join(pages).split())
    assert text.count("le 29 à 29,10 €/mois") == 16
    assert "Qui change sans cesse (suite)" in text


def lowest_text(pdf: bytes) -> float:
    """Return the distance in points of the lowest text, the foot aside, from the bottom of its page."""
    heights: list[float] = []

    def note(text: str, _: object, matrix: list[float], *rest: object) -> None:
        if text.strip():
            heights.append(matrix[5])

    for page in reader(pdf).pages:
        page.extract_text(visitor_text=note)
    return min(height for height in heights if height > 35)


@pytest.mark.parametrize("make", [lambda: single(200), lambda: by_entity(40, 80), lambda: with_lines(57)])
def test_no_row_runs_into_the_foot_of_a_page(make: Callable[[], Invoice]) -> None:
    assert lowest_text(render_invoice(make())) > 45


def test_file_names_are_plain_and_tell_the_documents_of_a_run_apart() -> None:
    invoices = run(12, 6, BillingMode.MIXED, own_invoice=[0, 2, 4]).invoices
    names = [file_name(invoice) for invoice in invoices]
    assert names[:2] == ["apercu_MERIDIEN_2026-10_mixed_entreprise.pdf", "apercu_MERIDIEN_2026-10_mixed_e1.pdf"]
    assert len(set(names)) == len(invoices)
    assert file_name(numbered(invoices[0])) == "FA-2026-000123_MERIDIEN_2026-10.pdf"


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_file_name_is_safe_whatever_the_codes_are(company: str, code: str) -> None:
    invoice = single(1)
    entity = Entity(EntityId(3), code, "X")
    odd = replace(invoice, company_code=company, recipient=replace(invoice.recipient, entity=entity))
    name = file_name(odd)
    assert name.isascii()
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")
    assert name.count(".") == 1
    assert name.split("_")[0].lower() not in OLD_WINDOWS_NAMES
    assert len(name) < 120


def test_entities_whose_codes_differ_by_a_sign_get_names_of_their_own() -> None:
    invoice = single(1)
    names = {
        file_name(replace(invoice, recipient=replace(invoice.recipient, entity=Entity(EntityId(i), code, "X"))))
        for i, code in enumerate(["A/B", "A B", "A-B", "é", "è", "a-b"])
    }
    assert len(names) == 6


def test_an_invoice_of_many_accounts_takes_no_longer_than_their_number_asks_for() -> None:
    def seconds(accounts: int) -> float:
        invoice, spent = single(accounts), []
        for _ in range(4):
            start = time.process_time()
            render_invoice(invoice)
            spent.append(time.process_time() - start)
        return min(spent)

    assert seconds(900) < 900 / 60 * seconds(60)


def test_the_seller_is_named_on_every_page() -> None:
    assert all(SELLER.trade_register in page for page in page_texts(render_invoice(single(60))))


def test_an_issued_invoice_is_its_preview_but_for_the_mark_and_the_number() -> None:
    invoice, before = single(12), replace(single(10), month=OCTOBER.plus(-1))
    preview = page_texts(render_invoice(invoice, previous=before))
    issued = page_texts(render_invoice(numbered(invoice), previous=before))
    swapped = [
        page.replace("N° FA-2026-000123", "Aperçu, sans numéro")
        .replace("FA-2026-000123", "aucune : aperçu")
        .replace(" · n° aucune : aperçu", "")
        for page in issued
    ]
    marked = [page.replace(PREVIEW_MARK, "").strip() for page in preview]
    assert [sorted(page.split()) for page in swapped] == [sorted(page.split()) for page in marked]
