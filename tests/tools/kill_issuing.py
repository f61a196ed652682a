"""Kills a process that issues invoices, at random points, and looks at what it left: nothing half done, ever.

``python -m tests.tools.kill_issuing BASE [--kills 200] [--seed 1]`` works on a copy of a demonstration base.
"""

import argparse
import json
import multiprocessing
import os
import random
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from liveo.core.documents import Frozen
from liveo.core.errors import LiveoError
from liveo.core.invoice import Invoice
from liveo.core.periods import Month, months_between
from liveo.rendering.credit_json import credit_document
from liveo.rendering.einvoice import einvoice_xml
from liveo.rendering.frozen_document import frozen_figures, numbered
from liveo.rendering.invoice_pdf import render_invoice
from liveo.services.crediting import Wish, issue_credit_note
from liveo.services.issued import Scope, issued_in
from liveo.services.issuing import issue_month
from liveo.services.people import COMMAND_LINE
from liveo.services.verification import faults
from liveo.store.database import Base
from liveo.store.documents import issued_documents

TODAY = date(2026, 11, 23)
INSTANT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MONTHS = months_between(Month(2026, 1), Month(2026, 10))
COMPANIES = (*("LENOIR", "ATELIER", "ANSE") * 4, "ARMOR", "FOURNIL")
LONGEST_LIFE, LONGEST_AFTER, PATIENCE = 2.0, 0.6, 10.0
"""Seconds that a process may live before it is killed; or from the moment it begins a document, waited for so long."""

Life = tuple[Any, Connection]
"""A process, and where it says that it has the base."""

# What takes time is imported once, in a process that has no threads: polars and DuckDB do not survive a fork.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["liveo.services.crediting", "liveo.rendering.einvoice", "liveo.rendering.invoice_pdf"])


@dataclass(frozen=True, slots=True)
class Killed:
    """What was seen: kills, how many of them came while a document was being made, and documents at the end."""

    kills: int
    during_a_transaction: int
    documents: int


class BrokenPromise(Exception):
    """A kill left something that must not be."""


def kill_again_and_again(base: Path, kills: int, seed: int) -> Killed:
    """Kill so many issuing processes on a base, and check what each left; raises BrokenPromise."""
    chance = random.Random(seed)
    told = base.with_suffix(".told")
    told.touch()
    cut, done = 0, 0
    while done < kills:
        life = _begin(base, told, chance)
        _wait_until_it_has_the_base(life)
        rival = _begin(base, told, chance) if chance.random() < 0.5 else None
        cut, done = cut + _end(life, base, chance), done + 1
        if rival:  # it waited for the base, and took it over
            _wait_until_it_has_the_base(rival)
            cut, done = cut + _end(rival, base, chance), done + 1
        _in_a_process(_check, base, told, done)
    return Killed(done, cut, len(_told(told)))


def _begin(base: Path, told: Path, chance: random.Random) -> Life:
    ours, theirs = _context.Pipe()
    process = _context.Process(target=_issue_for_ever, args=(base, told, chance.random(), theirs), daemon=True)
    process.start()
    return process, ours


def _wait_until_it_has_the_base(life: Life) -> None:
    _, pipe = life
    if not pipe.poll(60):
        raise BrokenPromise("the process did not open the base")
    pipe.recv()


def _end(life: Life, base: Path, chance: random.Random) -> bool:
    """Kill a process some time after it has the base; tells whether that cut a document short."""
    process, pipe = life
    if chance.random() < 0.75 and pipe.poll(PATIENCE):
        time.sleep(chance.uniform(0, LONGEST_AFTER))
    else:
        time.sleep(chance.uniform(0, LONGEST_LIFE))
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    return base.with_suffix(".busy").exists()


def _issue_for_ever(base_path: Path, told: Path, seed: float, ready: Connection) -> None:
    """Issue and credit in two threads until the end, telling each document once it is committed."""
    chance, base, busy = random.Random(seed), Base(base_path, wait_seconds=60), base_path.with_suffix(".busy")
    busy.unlink(missing_ok=True)
    ready.send("open")

    def tell(numbers: list[str]) -> None:
        with told.open("ab", buffering=0) as file:
            file.write("".join(f"{number}\n" for number in numbers).encode())

    def frozen(invoice: Invoice, before: Invoice | None, number: str) -> Frozen:
        busy.touch()
        ready.send("document")
        document = numbered(invoice, number)
        xml = einvoice_xml(document)
        return Frozen(frozen_figures(document), xml.decode(), render_invoice(document, previous=before, einvoice=xml))

    def issue() -> None:
        while True:
            _one_step(base, chance.choice(COMPANIES), frozen, tell)
            busy.unlink(missing_ok=True)
            if chance.random() < 0.2:
                base.checkpoint()

    threading.Thread(target=issue, daemon=True).start()
    issue()


def _one_step(base: Base, code: str, frozen: Callable[..., Frozen], tell: Callable[[list[str]], None]) -> None:
    """Issue the first month of a company that is not, or take back its last invoice so that there is one again."""
    for month in MONTHS:
        try:
            found = issue_month(base, code, month, COMMAND_LINE, today=TODAY, instant=INSTANT, write=frozen)
        except LiveoError:
            continue
        tell([document.number for document in found])
        return
    for document in issued_in(base, Scope((code,), MONTHS[-1])):
        try:
            note, _ = issue_credit_note(
                base, Wish(document.number, "Essai"), COMMAND_LINE, today=TODAY, instant=INSTANT, write=_frozen_note
            )
        except LiveoError:
            continue
        tell([note.number])
        return


def _frozen_note(note: Any, number: str) -> Frozen:
    document = replace(note, number=number)
    figures = json.dumps(credit_document(document), ensure_ascii=False, sort_keys=True)
    return Frozen(figures, einvoice_xml(document).decode(), b"%PDF")


def _check(base_path: Path, told: Path, done: int) -> None:
    """Look at a base after a kill: chain, numbers and dates are whole, and all that was told is there."""
    base = Base(base_path, wait_seconds=30)
    found = [f"{fault.subject}: {fault.what}" for fault in faults(base)]
    if found:
        raise BrokenPromise(f"after kill {done}: {found[0]}")
    stored = {row["number"] for row in issued_documents(base)}
    if lost := sorted(set(_told(told)) - stored):
        raise BrokenPromise(f"after kill {done}: {lost[0]} was told and is lost")
    if len(_told(told)) != len(set(_told(told))):
        raise BrokenPromise(f"after kill {done}: a number was given out twice")
    base.close()


def _in_a_process(what: Callable[..., None], *of: object) -> None:
    """Run what opens the base in a process of its own: the parent, which forks, must hold no threads."""
    process = _context.Process(target=what, args=of)
    process.start()
    process.join()
    if process.exitcode:
        raise BrokenPromise("the check failed: see above")


def _told(told: Path) -> list[str]:
    return told.read_text(encoding="utf-8").split()


def main() -> None:
    """Kill on a copy of the base that is named, and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(shutil.copy(asked.base, Path(folder) / "liveo.duckdb"))
        begun = time.monotonic()
        seen = kill_again_and_again(copied, asked.kills, asked.seed)
        print(
            f"{seen.kills} kills in {time.monotonic() - begun:.0f} s, {seen.during_a_transaction} of them within "
            f"a document, {seen.documents} documents told: no gap, no number twice, dates in order, nothing lost."
        )


if __name__ == "__main__":
    main()
