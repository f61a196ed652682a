"""The four forms of an annex hold the same calls; the PDF is fast, complete, and the same each time."""

import csv
import io
import time
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import polars as pl
import pytest

from liveo.core.annex import AnnexHead
from liveo.core.periods import Month
from liveo.rendering.annex_files import ANNEX_FORMS, annex_file_name
from liveo.rendering.annex_pdf import render_annex
from tests.rendering.reading import page_texts
from tests.rendering.sample_invoices import SELLER

HEAD = AnnexHead(
    seller=SELLER,
    company_code="MERIDIEN",
    company_name="Méridien Distribution",
    month=Month(2026, 10),
    entities=(),
    invoices=("FA-2026-000001",),
    day=date(2026, 11, 1),
    unlisted_calls=3,
    amount_micros=0,
    whole_numbers=False,
    purge_day=date(2027, 12, 2),
)
START = datetime(2026, 10, 1, 8, 0, tzinfo=ZoneInfo("Europe/Paris"))


def calls(count: int, accounts: int = 20, name: str = "Camille Durand") -> pl.DataFrame:
    """So many calls of October, spread over accounts, by account and time."""
    rows = [
        {
            "account": f"A{i * accounts // count:04d}",
            "account_name": f"{1000 + i * accounts // count} · {name}",
            "entity": "SIEGE",
            "entity_name": "Siège",
            "started_at": START + timedelta(seconds=200 * i),
            "destination": ("france_fixed", "international_mobile", "sms_france")[i % 3],
            "kind": ("voice", "voice", "sms")[i % 3],
            "country": ("FR", "MA", "FR")[i % 3],
            "number": f"+33612{i % 9}4••••",
            "seconds": 61 * (i % 70),
            "included_seconds": 0,
            "amount_micros": 1000 + i,
        }
        for i in range(count)
    ]
    return pl.DataFrame(rows, schema_overrides={"started_at": pl.Datetime("us", "Europe/Paris")})


def test_every_call_stands_in_every_form() -> None:
    sample = calls(300, accounts=5)
    forms = {form: make(HEAD, sample) for form, make in ANNEX_FORMS.items()}
    table = list(csv.DictReader(io.StringIO(forms["csv"].decode("utf-8-sig")), delimiter=";"))
    euros = [Decimal(amount) / 1_000_000 for amount in sample["amount_micros"]]
    assert [Decimal(row["Prix HT (€)"].replace(",", ".")) for row in table] == euros
    assert (table[1]["Pays"], table[1]["Numéro"], table[2]["Genre"]) == ("Maroc", "06 12 14 •• ••", "SMS")
    sheet = openpyxl.load_workbook(io.BytesIO(forms["xlsx"]))["Appels"]
    assert sheet.max_row == 301
    assert sheet.cell(2, 1).value == START.replace(tzinfo=None)
    kept = pl.read_parquet(io.BytesIO(forms["parquet"]))
    assert kept["Prix HT (€)"].to_list() == euros
    text = "\n".join(page_texts(forms["pdf"]))
    assert text.count("01/10 ") == sum(moment.day == 1 for moment in sample["started_at"])
    assert all(f"{1000 + i} · Camille Durand" in text for i in range(5))


def test_the_first_page_says_what_it_is_and_what_is_missing() -> None:
    text = "\n".join(page_texts(render_annex(HEAD, calls(10))))
    assert "Détail des communications d'octobre 2026" in text
    assert "annexe à FA-2026-000001" in text
    assert "Les quatre derniers chiffres des numéros appelés sont masqués" in text
    assert "3 appels vers des numéros d'urgence, d'aide ou gratuits" in text
    assert "02/12/2027" in text
    assert "APERÇU" not in text


def test_the_same_calls_give_the_same_bytes() -> None:
    assert render_annex(HEAD, calls(500)) == render_annex(HEAD, calls(500))


@pytest.mark.parametrize("name", ["=1+1", "\u202eneila", "𝒞amille 😀", "x" * 300, "a\x00b\nc", "<b>&amp;"])
def test_a_hostile_name_harms_no_form(name: str) -> None:
    forms = {form: make(HEAD, calls(40, name=name)) for form, make in ANNEX_FORMS.items()}
    assert len(list(csv.reader(io.StringIO(forms["csv"].decode("utf-8-sig"), newline=""), delimiter=";"))) == 41
    assert openpyxl.load_workbook(io.BytesIO(forms["xlsx"]))["Appels"].max_row == 41


def test_ten_thousand_calls_take_seconds() -> None:
    sample = calls(10_000, accounts=200)
    begun = time.perf_counter()
    pdf = render_annex(HEAD, sample)
    assert time.perf_counter() - begun < 10
    assert pdf.count(b"/Type /Page\n") > 40


def test_a_month_without_calls_has_an_annex_all_the_same() -> None:
    assert all(make(HEAD, calls(1).clear()) for make in ANNEX_FORMS.values())


def test_files_have_plain_names() -> None:
    assert annex_file_name(HEAD, "pdf") == "annexe_MERIDIEN_2026-10.pdf"
