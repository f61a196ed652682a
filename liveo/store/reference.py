"""The reference files become tables all together: each is read and checked in full before the first row is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import polars as pl

from liveo.core.catalogue import SubjectId
from liveo.core.destinations import UNASSIGNED
from liveo.core.errors import LiveoError, ReferenceRefused, UnknownCode
from liveo.store.database import Transaction
from liveo.store.reference_columns import ALLOWANCES, CATALOGUE, PLAN, POLICY, RATES, SELLER, SETTINGS, Columns
from liveo.store.reference_files import Line, read_lines, refuse_gaps, refuse_overlaps, refuse_repeats, text

Check = Callable[[Sequence[Line]], None]

RATE_COLUMNS: Final = {
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


def load_allowances(tx: Transaction, path: Path, company_id: SubjectId | None) -> None:
    """Add the allowances of one company or, with None, of everybody; raises ReferenceRefused."""
    _write_allowances(tx, ALLOWANCE_LIST.lines(path.parent, path.name), company_id=company_id)


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


def _check_catalogue(lines: Sequence[Line]) -> None:
    """The prices of everybody have no gap: nobody would know what an option costs on the days between."""
    _check_prices(lines)
    refuse_gaps(lines, "option")


def _check_allowances(lines: Sequence[Line]) -> None:
    refuse_overlaps(lines, "name")


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
    tx.insert(table, rows_of(lines, {}))


def _write_prices(tx: Transaction, lines: Sequence[Line], company_id: SubjectId | None = None) -> None:
    priced = rows_of(lines, _PRICE_TABLE).with_columns(company_id=pl.lit(company_id, pl.Int64))
    tx.insert("prices", priced)


def _write_rates(
    tx: Transaction, lines: Sequence[Line], name: str = "Grille générale", company_id: SubjectId | None = None
) -> None:
    [sheet_id] = tx.next_ids("sheet_ids", 1)
    owner = pl.Series([company_id], dtype=pl.Int64)
    tx.insert("rate_sheets", pl.DataFrame({"sheet_id": [sheet_id], "company_id": owner, "name": [name]}))
    ids = pl.Series("rate_id", tx.next_ids("rate_ids", len(lines)), dtype=pl.Int64)
    tx.insert("rates", rows_of(lines, RATE_COLUMNS).with_columns(ids, sheet_id=pl.lit(sheet_id, pl.Int64)))


def _write_allowances(tx: Transaction, lines: Sequence[Line], company_id: SubjectId | None = None) -> None:
    ids = tx.next_ids("allowance_ids", len(lines))
    rows = [
        {
            "allowance_id": number,
            "company_id": company_id,
            "name": line["name"],
            "priority": line["priority"],
            "destinations": [str(found) for found in line["destinations"]],
            "seconds": 60 * line["minutes"],
            "valid_from": line["valid_from"],
            "valid_to": line["valid_to"],
        }
        for number, line in zip(ids, lines, strict=True)
    ]
    tx.insert("allowances", pl.DataFrame(rows, schema_overrides={"company_id": pl.Int64}))


def rows_of(lines: Sequence[Line], renamed: Mapping[str, str]) -> pl.DataFrame:
    """Return lines as rows, some columns under the name they have in the base."""
    columns: dict[str, list[Any]] = {
        renamed.get(column, column): [line[column] for line in lines] for column in lines[0].values
    }
    return pl.DataFrame(columns)


STANDARD_PRICES: Final = ReferenceFile("catalogue.csv", CATALOGUE, _check_catalogue, _write_prices)
PRICE_LIST: Final = ReferenceFile("catalogue.csv", CATALOGUE, _check_prices, _write_prices)
ALLOWANCE_LIST: Final = ReferenceFile("allowances.csv", ALLOWANCES, _check_allowances, _write_allowances)
NUMBERING_PLAN: Final = ReferenceFile("numbering_plan.csv", PLAN, _check_plan, partial(_write_table, "numbering_plan"))
RATE_SHEET: Final = ReferenceFile("rate_sheet.csv", RATES, _check_rates, _write_rates)
FILES: Final = (
    STANDARD_PRICES,
    ReferenceFile("settings.csv", {"name": text, "value": text}, _check_settings, partial(_write_table, "settings")),
    ReferenceFile("seller.csv", SELLER, _check_seller, partial(_write_table, "seller")),
    NUMBERING_PLAN,
    ReferenceFile("numbering_policy.csv", POLICY, _check_policy, partial(_write_table, "numbering_policy")),
    RATE_SHEET,
)
"""Every reference file of a folder, in the order in which they are read."""
