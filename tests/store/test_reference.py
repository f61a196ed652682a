"""Reference files are read strictly: a bad cell is named by file, line and column, and nothing of it is kept."""

import csv
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from stdnum import iban
from stdnum.fr import siren, siret, tva

from liveo.core.catalogue import SubjectId
from liveo.core.errors import ReferenceRefused
from liveo.core.periods import FOREVER
from liveo.services.bases import REFERENCE_FOLDER
from liveo.store.database import Base
from liveo.store.reference import FILES, load_allowances, load_prices, load_rate_sheet, load_reference
from liveo.store.tariffs import load_catalogue, load_seller, setting

Edit = Callable[[str], str]
RATE = "+33,france_fixed,France fixe,0,0.006,1,1,0,0,0,2010-01-01,"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    opened = Base(tmp_path / "liveo.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference files, that a test may spoil; a short plan instead of thousands of lines."""
    made = tmp_path / "reference"
    made.mkdir()
    for file in FILES:
        shutil.copy(REFERENCE_FOLDER / file.name, made)
    (made / "numbering_plan.csv").write_text(
        "# illustratif\nprefix,digits_min,digits_max,country,number_class,label\n"
        "+33,11,11,FR,french_fixed,France fixe\n+330,11,11,,unassigned,Non attribué\n3,4,4,FR,paid_short,Court\n"
    )
    (made / "numbering_policy.csv").write_text(
        "number_class,kind,destination\nfrench_fixed,voice,france_fixed\npaid_short,voice,special_numbers\n"
    )
    (made / "rate_sheet.csv").write_text(f"# illustratif\n{_header('rate_sheet.csv')}\n{RATE}\n")
    return made


def _header(name: str) -> str:
    return next(line for line in (REFERENCE_FOLDER / name).read_text().splitlines() if not line.startswith("#"))


def load(base: Base, folder: Path) -> None:
    with base.write() as tx:
        load_reference(tx, folder)


def refusal(base: Base, folder: Path) -> ReferenceRefused:
    with pytest.raises(ReferenceRefused) as refused:
        load(base, folder)
    return refused.value


def rows(base: Base, table: str) -> int:
    return int(base.frame("select count(*) as rows from " + table)["rows"][0])


def test_the_shipped_files_load_whole(base: Base) -> None:
    load(base, REFERENCE_FOLDER)
    assert setting(base, "day_count") == "half_open"
    assert load_seller(base).payment_days == 30
    assert {price.option for price in load_catalogue(base, None).standard} >= {"account", "entity_billing"}
    with (REFERENCE_FOLDER / "numbering_plan.csv").open(encoding="utf-8") as plan:
        assert rows(base, "numbering_plan") == sum(1 for _ in csv.DictReader(plan))
    assert rows(base, "rate_sheets") == 1


@pytest.mark.parametrize("path", sorted(REFERENCE_FOLDER.glob("*.csv")), ids=lambda path: path.name)
def test_every_shipped_file_is_utf_8_with_commas_and_plain_ends_of_line(path: Path) -> None:
    content = path.read_bytes()
    content.decode("utf-8")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert b"," in content.splitlines()[-1]


@pytest.mark.parametrize("name", ["catalogue.csv", "settings.csv", "seller.csv", "rate_sheet.csv"])
def test_the_first_line_says_that_everything_is_illustrative(name: str) -> None:
    first = (REFERENCE_FOLDER / name).read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("#")
    assert "illustrati" in first


def test_the_seller_is_well_formed(base: Base) -> None:
    load(base, REFERENCE_FOLDER)
    seller = load_seller(base)
    assert siren.validate(seller.siren) == seller.siren
    assert siret.validate(seller.siret).startswith(seller.siren)
    assert tva.validate(seller.vat_number) == seller.vat_number.removeprefix("FR")
    assert iban.validate(seller.iban) == seller.iban


def test_one_price_changes_with_a_month_and_one_within_a_month(base: Base) -> None:
    load(base, REFERENCE_FOLDER)
    starts = {price.valid.start for price in load_catalogue(base, None).standard}
    assert date(2026, 4, 1) in starts
    assert date(2026, 6, 16) in starts


def test_amounts_of_calls_become_whole_micros_and_an_empty_end_stays_open(base: Base, folder: Path) -> None:
    load(base, folder)
    [rate] = base.frame("select * from rates").to_dicts()
    assert rate["per_minute_micros"] == 6000
    assert (rate["valid_from"], rate["valid_to"]) == (date(2010, 1, 1), FOREVER)


def test_own_prices_and_an_own_sheet_belong_to_their_company_only(base: Base, folder: Path, tmp_path: Path) -> None:
    load(base, folder)
    prices, rates = tmp_path / "prices.csv", tmp_path / "rates.csv"
    prices.write_text("option,monthly_price,valid_from,valid_to\naccount,9.30,2020-01-01,\n")
    rates.write_text(f"{_header('rate_sheet.csv')}\n{RATE}\n")
    with base.write() as tx:
        load_prices(tx, prices, SubjectId(7))
        load_rate_sheet(tx, rates, "Grille négociée", SubjectId(7))
    [negotiated] = load_catalogue(base, SubjectId(7)).negotiated
    assert negotiated.monthly == Decimal("9.3000")
    assert load_catalogue(base, SubjectId(8)).negotiated == ()
    assert base.frame("select company_id from rate_sheets order by sheet_id")["company_id"].to_list() == [None, 7]


def test_what_is_in_force_is_never_loaded_over(base: Base, folder: Path) -> None:
    load(base, folder)
    assert "déjà" in str(refusal(base, folder))
    assert rows(base, "rate_sheets") == 1


def replaced(old: str, new: str) -> Edit:
    def edit(content: str) -> str:
        assert old in content
        return content.replace(old, new, 1)

    return edit


def added(line: str) -> Edit:
    return lambda content: f"{content}{line}\n"


FAULTS: list[tuple[str, Edit, int, str, str]] = [
    ("catalogue.csv", replaced("monthly_price", "price"), 2, "", "en-tête"),
    ("catalogue.csv", replaced("alias,2.50", "allias,2.50"), 4, "option", "Connus : account"),
    ("catalogue.csv", replaced("12.90", "-12.90"), 3, "monthly_price", "négatif"),
    ("catalogue.csv", replaced("12.90", "1,234"), 3, "", "5 valeurs au lieu de 4"),
    ("catalogue.csv", replaced("12.90", '"1,234"'), 3, "monthly_price", "illisible"),
    ("catalogue.csv", replaced("12.90", "12.90001"), 3, "monthly_price", "quatre décimales"),
    ("catalogue.csv", replaced("12.90", "12900000"), 3, "monthly_price", "million"),
    ("catalogue.csv", replaced("2.50,2020-01-01", "2.50,01/01/2020"), 4, "valid_from", "2026-03-15"),
    ("catalogue.csv", replaced("2.50,2020-01-01", "2.50,20200101"), 4, "valid_from", "2026-03-15"),
    ("catalogue.csv", replaced("2.50,2020-01-01", "2.50,2020-02-30"), 4, "valid_from", "illisible"),
    ("catalogue.csv", replaced("2.50,2020-01-01,", "2.50,2020-01-01,2019-12-31"), 4, "valid_to", "suivre"),
    ("catalogue.csv", replaced("2.50,2020-01-01,", "2.50,2020-01-01,2020-01-01"), 4, "valid_to", "suivre"),
    ("catalogue.csv", added("account,1.00,2026-01-01,2026-02-01"), 15, "valid_from", "recouvre celle de la ligne 3"),
    ("catalogue.csv", added('alias,"2.50'), 15, "", "guillemets"),
    (
        "catalogue.csv",
        lambda content: added("fax,5.00,2026-02-02,")(
            replaced("fax,4.65,2020-01-01,", "fax,4.65,2020-01-01,2026-02-01")(content)
        ),
        15,
        "valid_from",
        "aucun prix depuis la fin de la ligne",
    ),
    ("settings.csv", replaced("half_open\n", "halfopen\n"), 3, "value", "Connus : half_open, touched"),
    ("settings.csv", added("day_kount,half_open"), 4, "name", "Connus : day_count"),
    ("settings.csv", added("day_count,touched"), 4, "name", "la ligne 3"),
    ("settings.csv", replaced("day_count,half_open\n", ""), 1, "", "aucune ligne"),
    ("seller.csv", replaced(",099147209,", ",099147208,"), 3, "siren", "clé"),
    ("seller.csv", replaced(",FR63099147209,", ",FR25099384620,"), 3, "siren", "porter ce SIREN"),
    ("seller.csv", replaced("FR8799", "FR8899"), 3, "iban", "IBAN"),
    ("seller.csv", replaced(",30,", ",trente,"), 3, "payment_days", "nombre entier"),
    ("seller.csv", replaced(",oui", ",yes"), 3, "vat_on_debits", "ni oui ni non"),
    ("seller.csv", replaced(",oui,", ",oui,ou est"), 3, "series", "une série"),
    ("numbering_plan.csv", added("+33,9,11,FR,french_fixed,Deux fois"), 3, "digits_min", "recouvre"),
    ("numbering_plan.csv", added("+44,12,11,GB,french_fixed,À l'envers"), 6, "digits_max", "inférieur"),
    ("numbering_plan.csv", added("44,12,12,GB,unpriced,Royaume-Uni"), 6, "number_class", "aucune destination"),
    ("numbering_plan.csv", added("33a,4,4,FR,paid_short,Court"), 6, "prefix", "préfixe"),
    ("numbering_plan.csv", added("+44,12,12,gb,french_fixed,Bas"), 6, "country", "pays"),
    ("numbering_policy.csv", added("french_fixed,fax,france_faxe"), 4, "destination", "fax_france"),
    ("numbering_policy.csv", added("french_fixed,telex,france_fixed"), 4, "kind", "voice, fax, sms"),
    ("numbering_policy.csv", added("french_fixed,voice,france_mobile"), 4, "number_class", "la ligne 2"),
    ("numbering_policy.csv", added("martian,voice,france_mobile"), 4, "number_class", "martian"),
    ("rate_sheet.csv", added(RATE), 4, "valid_from", "recouvre celle de la ligne 3"),
    ("rate_sheet.csv", replaced(",1,1,", ",0,1,"), 3, "first_increment", "au moins 1"),
    ("rate_sheet.csv", replaced("0.006", "0.0000001"), 3, "price_per_minute", "illisible"),
    ("rate_sheet.csv", replaced("france_fixed", "mars"), 3, "destination", "france_fixed, france_mobile"),
    ("rate_sheet.csv", replaced("France fixe", ""), 3, "label", "attendue"),
]


@pytest.mark.parametrize(("name", "edit", "line", "column", "sentence"), FAULTS)
def test_a_bad_file_is_refused_with_its_place_and_nothing_is_kept(
    base: Base, folder: Path, name: str, edit: Edit, line: int, column: str, sentence: str
) -> None:
    path = folder / name
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    refused = refusal(base, folder)
    assert (refused.file, refused.line, refused.column) == (name, line, column)
    assert sentence in str(refused)
    assert [rows(base, table) for table in ("prices", "settings", "seller", "numbering_plan", "rates")] == [0] * 5


def test_a_file_as_spreadsheets_write_it_in_france_is_read_with_its_commas_and_euro_signs(
    base: Base, folder: Path
) -> None:
    catalogue = folder / "catalogue.csv"
    lines = catalogue.read_text(encoding="utf-8").splitlines()
    french = [line if line.startswith("#") else line.replace(",", ";").replace(".", ",") for line in lines]
    catalogue.write_text("\n".join(french).replace("12,90", "12,90 €") + "\n", encoding="utf-8")
    load(base, folder)
    assert Decimal("12.9000") in {price.monthly for price in load_catalogue(base, None).standard}


def test_a_negotiated_price_may_leave_days_to_everybodys(base: Base, folder: Path, tmp_path: Path) -> None:
    load(base, folder)
    prices = tmp_path / "prices.csv"
    prices.write_text(
        "option,monthly_price,valid_from,valid_to\naccount,9.30,2020-01-01,2021-01-01\naccount,9.10,2022-01-01,\n"
    )
    with base.write() as tx:
        load_prices(tx, prices, SubjectId(7))
    assert len(load_catalogue(base, SubjectId(7)).negotiated) == 2


ALLOWANCE_HEAD = "name,priority,destinations,minutes,valid_from,valid_to\n"


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        ("Forfait,1,france_fixed,60,2026-01-15,", "valid_from", "premier jour d'un mois"),
        ("Forfait,1,france_fixed,60,2026-01-01,2026-02-15", "valid_to", "premier jour d'un mois"),
        ("Forfait,0,france_fixed,60,2026-01-01,", "priority", "au moins 1"),
        ("Forfait,1,mars,60,2026-01-01,", "destinations", "Connus : france_fixed"),
        ("Forfait,1,france_fixed|france_fixed,60,2026-01-01,", "destinations", "deux fois"),
        ("Forfait,1,france_fixed,-5,2026-01-01,", "minutes", "au moins 1"),
        ("Forfait,1,france_fixed,5,2026-01-01,2025-01-01", "valid_to", "suivre"),
    ],
)
def test_a_bad_allowance_is_refused_with_its_place(
    base: Base, folder: Path, tmp_path: Path, line: str, column: str, sentence: str
) -> None:
    load(base, folder)
    file = tmp_path / "allowances.csv"
    file.write_text(f"{ALLOWANCE_HEAD}{line}\n")
    with pytest.raises(ReferenceRefused) as refused, base.write() as tx:
        load_allowances(tx, file, None)
    assert (refused.value.file, refused.value.line, refused.value.column) == ("allowances.csv", 2, column)
    assert sentence in str(refused.value)
    assert rows(base, "allowances") == 0


def test_allowances_are_kept_in_seconds(base: Base, folder: Path, tmp_path: Path) -> None:
    load(base, folder)
    file = tmp_path / "allowances.csv"
    file.write_text(f"{ALLOWANCE_HEAD}Forfait,1,france_fixed|france_mobile,60,2026-01-01,\n")
    with base.write() as tx:
        load_allowances(tx, file, SubjectId(7))
    [kept] = base.frame("select * from allowances").to_dicts()
    assert (kept["company_id"], kept["seconds"], kept["valid_to"]) == (7, 3600, FOREVER)
    assert kept["destinations"] == ["france_fixed", "france_mobile"]


def test_a_price_may_follow_another_on_the_very_day(base: Base, folder: Path) -> None:
    sheet = folder / "rate_sheet.csv"
    sheet.write_text(sheet.read_text().replace("2010-01-01,", "2010-01-01,2026-01-01") + RATE.replace("2010", "2026"))
    load(base, folder)
    assert rows(base, "rates") == 2


def test_a_missing_file_and_other_encodings_are_refused_by_name(base: Base, folder: Path) -> None:
    (folder / "seller.csv").write_bytes("# é\n".encode("cp1252"))
    assert "UTF-8" in str(refusal(base, folder))
    (folder / "seller.csv").unlink()
    assert "« seller.csv »" in str(refusal(base, folder))
