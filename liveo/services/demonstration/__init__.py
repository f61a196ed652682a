"""The demonstration: five invented customers and thirteen months of their calls, the same each time for the same day.

It enters the base as real customers do: reference files, customers, then call files; but all in one transaction, so
that a build cut short, even by a kill, leaves an empty base and never half a demonstration.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from liveo.core.errors import AlreadyFilled, InvalidPeriod
from liveo.core.periods import parse_day
from liveo.services.bases import REFERENCE_FOLDER
from liveo.services.clock import DEMONSTRATION_TODAY
from liveo.services.companies import company_summaries
from liveo.services.demonstration.allotments import add_budgets
from liveo.services.demonstration.customers import Customer, make_customer
from liveo.services.demonstration.files import complement_file, monthly_calls, monthly_file
from liveo.services.demonstration.incidents import FRAUD_COMPANY, complements, fraud_night, planted
from liveo.services.demonstration.options import fiction_numbers
from liveo.services.demonstration.sources import read_sources
from liveo.services.demonstration.staff import add_staff
from liveo.services.demonstration.stage import Stage
from liveo.services.demonstration.traffic import calls_of
from liveo.services.demonstration.window import Window
from liveo.services.progress import Progress, silent
from liveo.store.calls import CallFile, import_within
from liveo.store.database import Base, Transaction
from liveo.store.imports.times import FIRST_YEAR, LAST_YEAR
from liveo.store.new_customers import add_company
from liveo.store.reference import load_allowances, load_prices, load_rate_sheet, load_reference
from liveo.store.tariffs import setting

__all__ = ["DemonstrationSize", "build_demonstration", "is_ready"]


@dataclass(frozen=True, slots=True)
class DemonstrationSize:
    """What a demonstration holds."""

    companies: int
    accounts: int
    calls: int
    unrated: int


def is_ready(base: Base, day: date | None) -> bool:
    """Whether a base is the demonstration as of a day, or as of any day when None.

    Raises AlreadyFilled for a base with companies that are not this demonstration: they are never replaced.
    """
    made_for = setting(base, DEMONSTRATION_TODAY)
    if made_for is not None and day in (None, parse_day(made_for)):
        return True
    if not company_summaries(base):
        return False
    held = f"la démonstration du {parse_day(made_for):%d/%m/%Y}" if made_for else "des entreprises"
    raise AlreadyFilled(
        f"La base contient déjà {held}, et n'est pas remplacée : pour une autre démonstration, supprimez "
        f"« {base.path} » ou donnez un autre fichier par LIVEO_DB."
    )


def build_demonstration(
    base: Base, today: date, progress: Progress = silent, *, folder: Path = REFERENCE_FOLDER, scale: float = 1.0
) -> DemonstrationSize:
    """Fill an empty base with the demonstration as of a day; calls stop on the evening before.

    ``scale`` below 1.0 makes the same story with fewer people, for tests. Raises ReferenceRefused for a fault in
    the files of ``folder`` and for a base that already holds a catalogue, InvalidPeriod for a day far from ours.
    """
    if not FIRST_YEAR < today.year < LAST_YEAR:  # its calls, a year back, must be ones that an import accepts
        raise InvalidPeriod(f"Pas de démonstration au {today.isoformat()} : choisissez un jour de 2001 à 2099.")
    progress(0.0, "Lecture des tarifs et du plan de numérotation")
    with base.write() as tx:
        load_reference(tx, folder)
        progress(0.05, "Création des entreprises")
        stage = _stage(tx, today, folder, scale)
        customers = [make_customer(line, stage) for line in stage.sources.companies]
        for customer in customers:
            add_company(tx, customer.state)
            _add_own_prices(tx, customer, folder)
            add_budgets(tx, customer, stage)
        add_staff(tx, customers)
        progress(0.1, "Tirage des appels")
        calls, unrated = _import_all(tx, customers, stage, progress)
        tx.insert("settings", pl.DataFrame({"name": [DEMONSTRATION_TODAY], "value": [today.isoformat()]}))
    base.checkpoint()
    progress(1.0, "Base de démonstration prête")
    return DemonstrationSize(len(customers), sum(len(c.people) for c in customers), calls, unrated)


def _import_all(tx: Transaction, customers: list[Customer], stage: Stage, progress: Progress) -> tuple[int, int]:
    """Import all call files; returns how many calls came in, and how many of them wait for a price."""
    calls, unrated = 0, 0
    for done, file in _files(customers, stage):
        progress(0.2 + 0.78 * done, f"Import de {file.name}")
        report = import_within(tx, file)
        calls, unrated = calls + report.accepted, unrated + report.unrated
    return calls, unrated


def _stage(tx: Transaction, today: date, folder: Path, scale: float) -> Stage:
    return Stage(
        sources=read_sources(folder),
        window=Window(today),
        scale=scale,
        subject_ids=_ids(tx, "subject_ids"),
        entity_ids=_ids(tx, "entity_ids"),
        numbers=fiction_numbers(),
    )


def _ids(tx: Transaction, sequence: str) -> Iterator[int]:
    """Yield numbers of a sequence without end, taken by the hundred."""
    while True:
        yield from tx.next_ids(sequence, 100)


def _add_own_prices(tx: Transaction, customer: Customer, folder: Path) -> None:
    """Add what a customer negotiated, where the folder holds files in their name."""
    company = customer.state.company
    kinds = ("prices", "rates", "allowances")
    prices, rates, allowances = (folder / f"demo_{kind}_{company.code.lower()}.csv" for kind in kinds)
    if prices.exists():
        load_prices(tx, prices, company.subject_id)
    if rates.exists():
        load_rate_sheet(tx, rates, f"Grille {company.name}", company.subject_id)
    if allowances.exists():
        load_allowances(tx, allowances, company.subject_id)


def _files(customers: list[Customer], stage: Stage) -> Iterator[tuple[float, CallFile]]:
    """Yield the call files in the order of their sending, each with the share of calls that came before it."""
    frames = [calls_of(customer, stage) for customer in customers]
    frames += [fraud_night(customer, stage) for customer in customers if customer.line["code"] == FRAUD_COMPANY]
    frames += [calls for customer in customers for calls in planted(customer, stage)]
    months = monthly_calls(frames, stage.window)
    late = list(complements(customers, stage))
    whole = sum(rows.height for rows in months.values())
    before = 0
    for month, rows in months.items():
        yield before / whole, monthly_file(month, rows, stage.window)
        before += rows.height
        for made in late:
            if made.day in month.period:
                yield before / whole, complement_file(made, rows, stage.window)
