"""A base of any size: so many companies, accounts and calls as asked, drawn as those of the demonstration are.

Each company is made after the demonstration customer of about its size. What is drawn depends on the request alone, so
that the same request finishes what another run began: companies first, in one transaction, then call files, each in
its own, by groups of accounts, in bounded memory.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from typing import Final

import polars as pl

from liveo.core.errors import AlreadyFilled, LiveoError
from liveo.core.periods import PARIS
from liveo.services.bases import REFERENCE_FOLDER
from liveo.services.clock import DEMONSTRATION_TODAY
from liveo.services.companies import company_summaries, count_calls
from liveo.services.demonstration.customers import Customer, make_customer
from liveo.services.demonstration.files import all_rows
from liveo.services.demonstration.rhythms import HEAD_OFFICE_RHYTHM, RHYTHMS, day_weights
from liveo.services.demonstration.sources import Sources, of_company, read_sources
from liveo.services.demonstration.stage import Stage
from liveo.services.demonstration.traffic import calls_of
from liveo.services.demonstration.window import Window
from liveo.services.progress import Progress, silent
from liveo.store.calls import CallFile, import_calls
from liveo.store.database import Base, Transaction
from liveo.store.new_customers import add_company
from liveo.store.reference import load_reference
from liveo.store.reference_files import Line
from liveo.store.tariffs import setting

SCALE: Final = "scale"
LARGEST: Final = {"accounts": 50_000, "companies": 5_000, "calls": 1_000_000_000, "months": 60}
_CALLS_OF_A_FILE: Final = 500_000
_TEMPLATES: Final = ((15, "ATELIER"), (60, "ANSE"), (400, "ARMOR"), (LARGEST["accounts"], "FOURNIL"))
"""(fewer accounts than, made after)."""
_UNEVENNESS: Final = 0.8
_PRESENCE: Final = 0.93
"""The part of the time that an account exists, on average: some are created late, others removed early."""

_FICTION: Final = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649")


class InvalidScale(LiveoError):
    """A size that makes no base."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What is asked for. ``calls`` is met within some per cent: chance decides how often each account calls.

    The faxes of the companies' machines come in addition.
    """

    accounts: int
    companies: int
    calls: int
    today: date
    months: int = 13

    def __post_init__(self) -> None:
        for name, largest in LARGEST.items():
            least = 13 if name == "months" else 1
            if not least <= getattr(self, name) <= largest:
                raise InvalidScale(f"« {name} » va de {least} à {largest} : corrigez la commande.")
        if self.accounts < self.companies:
            raise InvalidScale("Il faut au moins un compte par entreprise : demandez plus de comptes.")


@dataclass(frozen=True, slots=True)
class ScaledBase:
    """What the base holds in the end, and how many call files this run brought: none when all were there."""

    companies: int
    accounts: int
    calls: int
    files: int


def build_scaled(base: Base, asked: Scale, progress: Progress = silent, folder: Path = REFERENCE_FOLDER) -> ScaledBase:
    """Fill an empty base, or finish what an earlier run of the same request began.

    Raises InvalidScale, AlreadyFilled for a base that holds anything else, ReferenceRefused for a fault of a file.
    """
    sources, window = read_sources(folder), Window(asked.today, asked.months)
    lines = [_company_line(sources, rank, size) for rank, size in enumerate(_sizes(asked), start=1)]
    rate = _calls_a_day(asked, lines, window)
    if _is_new(base, asked):
        progress(0.0, f"Création de {len(lines)} entreprises")
        with base.write() as tx:
            load_reference(tx, folder)
            for line in lines:
                add_company(tx, make_customer(line, _stage(sources, line, window, _Ids.of(tx))).state)
            _remember(tx, asked)
    done, brought = 0, 0
    for line in lines:
        for rank, group in enumerate(
            _groups(make_customer(line, _stage(sources, line, window, _Ids.new())), rate, window)
        ):
            label = f"Appels de {line['name']}"
            progress(0.02 + 0.98 * done / asked.accounts, label)
            brought += _bring(base, group, sources, window, rank)
            done += len(group.people)
    base.checkpoint()
    found = company_summaries(base)
    return ScaledBase(len(found), sum(company.accounts for company in found), count_calls(base), brought)


@dataclass(frozen=True, slots=True)
class _Ids:
    """Where ids come from: the base when companies are made, anywhere when only their calls are drawn again."""

    subjects: Iterator[int]
    entities: Iterator[int]

    @classmethod
    def of(cls, tx: Transaction) -> "_Ids":
        def taken(sequence: str) -> Iterator[int]:
            while True:
                yield from tx.next_ids(sequence, 1000)

        return cls(taken("subject_ids"), taken("entity_ids"))

    @classmethod
    def new(cls) -> "_Ids":
        return cls(count(1), count(1))


def _is_new(base: Base, asked: Scale) -> bool:
    """Whether nothing is there yet; raises AlreadyFilled where something else is."""
    held = setting(base, SCALE)
    if held is None and not company_summaries(base):
        return True
    if held != _as_text(asked):
        raise AlreadyFilled(
            f"« {base.path} » contient déjà une autre base, et n'est pas remplacée : "
            "donnez un autre fichier par LIVEO_DB."
        )
    return False


def _remember(tx: Transaction, asked: Scale) -> None:
    values = {SCALE: _as_text(asked), DEMONSTRATION_TODAY: asked.today.isoformat()}
    tx.insert("settings", pl.DataFrame({"name": list(values), "value": list(values.values())}))


def _as_text(asked: Scale) -> str:
    return json.dumps(asdict(asked), default=str, sort_keys=True)


def _sizes(asked: Scale) -> list[int]:
    """Return how many accounts each company has: a few large ones, many small, one at least, all together exact."""
    weights = [rank**-_UNEVENNESS for rank in range(1, asked.companies + 1)]
    spare, whole = asked.accounts - asked.companies, sum(weights)
    sizes = [1 + int(spare * weight / whole) for weight in weights]
    for rank in range(asked.accounts - sum(sizes)):
        sizes[rank % len(sizes)] += 1
    return sizes


def _company_line(sources: Sources, rank: int, size: int) -> Line:
    template = next(code for below, code in _TEMPLATES if size < below or below == LARGEST["accounts"])
    line = next(line for line in sources.companies if line["code"] == template)
    code = f"S{rank:04d}"
    return _told(line, code=code, name=f"{line['name']} {rank}", prefix=code, accounts=size, like=template)


def _told(line: Line, **values: object) -> Line:
    """Return a line that says something else in some columns."""
    return replace(line, values={**line.values, **values})


def _stage(sources: Sources, line: Line, window: Window, ids: _Ids) -> Stage:
    """Return a stage where the files of the demonstration speak of this company instead of its template."""
    own = {
        name: [_told(row, company=line["code"]) for row in of_company(getattr(sources, name), line["like"])]
        for name in ("entities", "resources", "campaigns", "moves")
    }
    first = 50 * int(line["code"][1:])
    numbers = (f"{_FICTION[i % len(_FICTION)]}{i // len(_FICTION) % 10_000:04d}" for i in count(first))
    return Stage(replace(sources, **own), window, 1.0, ids.subjects, ids.entities, numbers)


def _calls_a_day(asked: Scale, lines: Sequence[Line], window: Window) -> float:
    """Return how many calls an account makes on a usual day, for all of them together to make what is asked."""
    usual = {name: float(day_weights(rhythm, window.days).sum()) for name, rhythm in RHYTHMS.items()}
    office = float(day_weights(HEAD_OFFICE_RHYTHM, window.days).sum())
    days = sum(line["accounts"] * (0.85 * usual[line["rhythm"]] + 0.15 * office) for line in lines)
    return asked.calls / (days * _PRESENCE) if days else 0.0


def _groups(customer: Customer, rate: float, window: Window) -> Iterator[Customer]:
    """Yield a customer in groups of accounts whose calls fit one file; its equipment goes with the first."""
    most = max(1, int(_CALLS_OF_A_FILE / max(rate * window.days.days, 1)))
    for rank, start in enumerate(range(0, len(customer.people), most)):
        code = customer.line["code"] + (f"/{rank}" if rank else "")
        yield replace(
            customer,
            line=_told(customer.line, code=code, calls_per_day=str(rate)),
            people=customer.people[start : start + most],
            equipment=() if rank else customer.equipment,
        )


def _bring(base: Base, group: Customer, sources: Sources, window: Window, rank: int) -> int:
    """Import the calls of a group unless an earlier run did; returns how many files that were."""
    name = f"trafic-{group.state.company.code}-{rank:03d}.csv"
    sha256 = hashlib.sha256(f"{setting(base, SCALE)}/{name}".encode()).hexdigest()
    if base.rows("import_of_file", sha256=sha256):
        return 0
    line = _told(group.line, code=group.state.company.code)
    rows = all_rows(calls_of(group, _stage(sources, line, window, _Ids.new())), name)
    if not rows.height:
        return 0
    sent = datetime.combine(window.today, time(6, 10), tzinfo=PARIS)
    import_calls(base, CallFile(name, sha256, "liveo", rows, (), rows.height, None, sent))
    return 1
