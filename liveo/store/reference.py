"""The reference files become tables all together: each is read and checked in full before the first row is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import polars as pl
import stdnum.fr.siren
import stdnum.fr.siret
import stdnum.fr.tva
import stdnum.iban

from liveo.core.catalogue import OptionCode, SubjectId, day_count_from_str
from liveo.core.destinations import UNASSIGNED, CallKind, Destination
from liveo.core.errors import LiveoError, ReferenceRefused, UnknownCode
from liveo.store.database import Transaction
from liveo.store.reference_files import (
    Line,
    Reader,
    checked,
    code_of,
    day,
    matching,
    micros,
    monthly_price,
    open_day,
    read_lines,
    refuse_overlaps,
    refuse_repeats,
    text,
    whole,
    yes_or_no,
)

Columns = Mapping[str, Reader]
Check = Callable[[Sequence[Line]], None]

siren: Final = checked(lambda text: _is_exactly(stdnum.fr.siren, text), "un SIREN de neuf chiffres à la clé juste")
siret: Final = checked(lambda text: _is_exactly(stdnum.fr.siret, text), "un SIRET de quatorze chiffres à la clé juste")
vat_number: Final = checked(
    lambda text: text.startswith("FR") and stdnum.fr.tva.is_valid(text) and stdnum.fr.tva.compact(text) == text[2:],
    "un numéro de TVA français à la clé juste",
)
destination: Final = code_of("Destination", Destination)
option: Final = code_of("Code d'option", OptionCode)
_prefix: Final = matching(r"\+[1-9][0-9]{0,14}|[0-9]{1,6}", "un préfixe : +33, ou un numéro court sans +")
_number: Final = matching(r"\+[1-9][0-9]{5,14}", "un numéro complet, par exemple +33261910000")

SETTINGS: Final[Mapping[str, Reader]] = {"day_count": day_count_from_str}
"""The settings that the reference files give, each with its reader; all of them are required."""

CATALOGUE: Final[Columns] = {
    "option": option,
    "monthly_price": monthly_price,
    "valid_from": day,
    "valid_to": open_day,
}
RATES: Final[Columns] = {
    "prefix": _prefix,
    "destination": destination,
    "label": text,
    "connection_charge": micros,
    "price_per_minute": micros,
    "first_increment": whole(1),
    "next_increment": whole(1),
    "minimum_charge": micros,
    "service_price": micros,
    "unit_price": micros,
    "valid_from": day,
    "valid_to": open_day,
}
PLAN: Final[Columns] = {
    "prefix": _prefix,
    "digits_min": whole(1),
    "digits_max": whole(1),
    "country": matching("[A-Z]{2}|", "un code de pays à deux lettres"),
    "number_class": text,
    "label": text,
}
POLICY: Final[Columns] = {
    "number_class": text,
    "kind": code_of("Type d'appel", CallKind),
    "destination": destination,
}
SELLER: Final[Columns] = {
    "name": text,
    "legal_form": text,
    "siren": siren,
    "siret": siret,
    "vat_number": vat_number,
    "trade_register": text,
    "street": text,
    "postcode": text,
    "city": text,
    "country": text,
    "email": matching(r"[^@\s]+@[^@\s]+", "une adresse électronique"),
    "phone": _number,
    "iban": checked(lambda text: _is_exactly(stdnum.iban, text), "un IBAN à la clé juste"),
    "bic": matching("[A-Z0-9]{8}(?:[A-Z0-9]{3})?", "un BIC de 8 ou 11 caractères"),
    "payment_days": whole(0),
    "late_rate": text,
    "vat_on_debits": yes_or_no,
}
_RATE_TABLE: Final = {
    "connection_charge": "connection_micros",
    "price_per_minute": "per_minute_micros",
    "minimum_charge": "minimum_micros",
    "service_price": "service_micros",
    "unit_price": "unit_micros",
}
_PRICE_TABLE: Final = {"monthly_price": "monthly", "valid_from": "start_day", "valid_to": "end_day"}


def load_reference(tx: Transaction, folder: Path) -> None:
    """Fill an empty base with the reference files of a folder.

    Raises ReferenceRefused, before anything is written, at the first fault of any file, and when the base already
    holds a catalogue: what is in force is changed row by row, never loaded over.
    """
    seen = {file.name: file.lines(folder) for file in FILES}
    _refuse_second_load(tx)
    _refuse_gaps_of_policy(seen["numbering_plan.csv"], seen["numbering_policy.csv"])
    for file in FILES:
        file.write(tx, seen[file.name])


def load_rate_sheet(tx: Transaction, path: Path, name: str, company_id: SubjectId | None) -> None:
    """Add a rate sheet, of one company or, with None, of everybody; raises ReferenceRefused for a fault of the file."""
    _write_rates(tx, RATE_SHEET.lines(path.parent, path.name), name=name, company_id=company_id)


def load_prices(tx: Transaction, path: Path, company_id: SubjectId | None) -> None:
    """Add prices of options, negotiated by one company or, with None, of everybody; raises ReferenceRefused."""
    _write_prices(tx, PRICE_LIST.lines(path.parent, path.name), company_id=company_id)


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """One row of FILES: a file, its columns, what its lines must be together, and the table they go to."""

    name: str
    columns: Columns
    check: Check
    write: Callable[[Transaction, Sequence[Line]], None]

    def lines(self, folder: Path, name: str = "") -> list[Line]:
        """Read and check a file of this kind; raises ReferenceRefused."""
        path = folder / (name or self.name)
        lines = read_lines(path, self.columns)
        if not lines:
            raise ReferenceRefused(path.name, 1, "", "le fichier ne contient aucune ligne.")
        self.check(lines)
        return lines


def _check_seller(lines: Sequence[Line]) -> None:
    for line in lines[1:]:
        raise line.refused("name", "une seule entreprise émet les factures : gardez une seule ligne.")
    for line in lines:
        if line["siret"][:9] != line["siren"] or line["vat_number"][4:] != line["siren"]:
            raise line.refused("siren", "le SIRET et le numéro de TVA doivent porter ce SIREN.")


def _check_settings(lines: Sequence[Line]) -> None:
    refuse_repeats(lines, "name")
    for line in lines:
        _read_setting(line)
    missing = SETTINGS.keys() - {line["name"] for line in lines}
    if missing:
        raise ReferenceRefused("settings.csv", 1, "name", f"réglages manquants : {', '.join(sorted(missing))}.")


def _read_setting(line: Line) -> None:
    try:
        if line["name"] not in SETTINGS:
            raise UnknownCode("Réglage", line["name"], SETTINGS)
        SETTINGS[line["name"]](line["value"])
    except LiveoError as error:
        raise line.refused("value" if line["name"] in SETTINGS else "name", str(error)) from None


def _check_plan(lines: Sequence[Line]) -> None:
    """The digits of one prefix must not overlap: a number would lie in two ranges."""
    for line in lines:
        if line["digits_max"] < line["digits_min"]:
            raise line.refused("digits_max", "le plus grand nombre de chiffres est inférieur au plus petit.")
    spans = [Line(line.file, line.number, {**line.values, "digits_end": line["digits_max"] + 1}) for line in lines]
    refuse_overlaps(spans, "prefix", start="digits_min", end="digits_end")


def _check_policy(lines: Sequence[Line]) -> None:
    refuse_repeats(lines, "number_class", "kind")


def _check_prices(lines: Sequence[Line]) -> None:
    refuse_overlaps(lines, "option")


def _check_rates(lines: Sequence[Line]) -> None:
    refuse_overlaps(lines, "prefix", "destination")


def _refuse_gaps_of_policy(plan: Sequence[Line], policy: Sequence[Line]) -> None:
    """Every class of the plan leads somewhere for voice, and the policy names no class that the plan lacks."""
    classes = {line["number_class"] for line in plan}
    for line in policy:
        if line["number_class"] not in classes:
            raise line.refused("number_class", f"le plan n'a aucun numéro de classe « {line['number_class']} ».")
    priced = {line["number_class"] for line in policy} | {UNASSIGNED}
    for line in plan:
        if line["number_class"] not in priced:
            raise line.refused("number_class", f"« {line['number_class']} » ne mène à aucune destination.")


def _refuse_second_load(tx: Transaction) -> None:
    if tx.execute("select 1 from prices where company_id is null limit 1"):
        raise ReferenceRefused("catalogue.csv", 1, "", "la base contient déjà un catalogue, qui n'est pas remplacé.")


def _write_table(table: str, tx: Transaction, lines: Sequence[Line]) -> None:
    tx.insert(table, _frame(lines, {}))


def _write_prices(tx: Transaction, lines: Sequence[Line], company_id: SubjectId | None = None) -> None:
    priced = _frame(lines, _PRICE_TABLE).with_columns(company_id=pl.lit(company_id, pl.Int64))
    tx.insert("prices", priced)


def _write_rates(
    tx: Transaction, lines: Sequence[Line], name: str = "Grille générale", company_id: SubjectId | None = None
) -> None:
    [sheet_id] = tx.next_ids("sheet_ids", 1)
    owner = pl.Series([company_id], dtype=pl.Int64)
    tx.insert("rate_sheets", pl.DataFrame({"sheet_id": [sheet_id], "company_id": owner, "name": [name]}))
    ids = pl.Series("rate_id", tx.next_ids("rate_ids", len(lines)), dtype=pl.Int64)
    tx.insert("rates", _frame(lines, _RATE_TABLE).with_columns(ids, sheet_id=pl.lit(sheet_id, pl.Int64)))


def _frame(lines: Sequence[Line], renamed: Mapping[str, str]) -> pl.DataFrame:
    columns: dict[str, list[Any]] = {
        renamed.get(column, column): [line[column] for line in lines] for column in lines[0].values
    }
    return pl.DataFrame(columns)


PRICE_LIST: Final = ReferenceFile("catalogue.csv", CATALOGUE, _check_prices, _write_prices)
RATE_SHEET: Final = ReferenceFile("rate_sheet.csv", RATES, _check_rates, _write_rates)
FILES: Final = (
    PRICE_LIST,
    ReferenceFile("settings.csv", {"name": text, "value": text}, _check_settings, partial(_write_table, "settings")),
    ReferenceFile("seller.csv", SELLER, _check_seller, partial(_write_table, "seller")),
    ReferenceFile("numbering_plan.csv", PLAN, _check_plan, partial(_write_table, "numbering_plan")),
    ReferenceFile("numbering_policy.csv", POLICY, _check_policy, partial(_write_table, "numbering_policy")),
    RATE_SHEET,
)
"""Every reference file of a folder, in the order in which they are read."""


def _is_exactly(standard: ModuleType, text: str) -> bool:
    """Whether an identifier is valid and written without spaces, as invoices and exports need it."""
    return bool(standard.is_valid(text)) and standard.compact(text) == text
