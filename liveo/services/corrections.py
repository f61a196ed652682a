"""Calls that wait for a price, and tariffs that were wrong: say what is right, see what it changes, then do it.

Each correction is one object; it is tried first, in a transaction that is taken back, so that what people are shown is
what happens. Months that are invoiced are never touched.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from liveo.core.catalogue import SubjectId
from liveo.core.company import CompanyState
from liveo.core.destinations import read_dialled
from liveo.core.errors import LiveoError, UnknownCode
from liveo.core.people import Person, Right
from liveo.core.rerating import Rerating
from liveo.services.billing import customer
from liveo.services.people import require
from liveo.store import corrections as kept
from liveo.store.database import Base, Transaction
from liveo.store.journal import Entry, record
from liveo.store.rerating import rerate
from liveo.store.tariff_updates import TariffUpdate, update_tariff


class NothingToCorrect(LiveoError):
    """A correction names what no call needs, or says nothing that can be used."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a correction does: calls rated again, and for a tariff its rows."""

    rerating: Rerating
    tariff: TariffUpdate | None = None


class Correction(Protocol):
    """Something that people say; ``company`` is a code, empty for everybody."""

    @property
    def company(self) -> str: ...
    @property
    def right(self) -> Right: ...
    def within(self, tx: Transaction, company_id: SubjectId | None, state: CompanyState | None) -> Effect: ...


@dataclass(frozen=True, slots=True)
class GiveTo:
    """The calls of a caller, or under an account code, are those of an account or resource, by its code."""

    company: str
    written: str
    subject: str
    right: Right = Right.CORRECT_CALLS

    def within(self, tx: Transaction, company_id: SubjectId | None, state: CompanyState | None) -> Effect:
        """Say it, and rate again; raises UnknownCode for a code that the company does not have."""
        assert company_id is not None
        assert state is not None
        codes = {account.code: account.subject_id for account in state.accounts}
        codes |= {resource.code: resource.subject_id for resource in state.resources}
        if self.subject not in codes:
            raise UnknownCode("Compte ou ressource", self.subject, sorted(codes)[:12])
        kept.give_to(tx, company_id, self.written, codes[self.subject])
        return Effect(rerate(tx))


@dataclass(frozen=True, slots=True)
class ReadAs:
    """The number that was meant by a text that leads nowhere."""

    company: str
    written: str
    number: str
    right: Right = Right.CORRECT_CALLS

    def within(self, tx: Transaction, company_id: SubjectId | None, state: CompanyState | None) -> Effect:
        """Say it, and rate again; raises NothingToCorrect for a number that cannot be read, or for no such call."""
        assert company_id is not None
        if read_dialled(self.number).number is None:
            raise NothingToCorrect(f"« {self.number} » n'est pas un numéro : écrivez par exemple 01 23 45 67 89.")
        if not kept.read_as(tx, company_id, self.written, self.number):
            raise NothingToCorrect(f"Aucun appel sans prix vers « {self.written} » : vérifiez le texte.")
        return Effect(rerate(tx, company_id))


@dataclass(frozen=True, slots=True)
class Waive:
    """The calls to a text that leads nowhere are not billed, for a reason that is kept in the journal."""

    company: str
    written: str
    why: str
    right: Right = Right.CORRECT_CALLS

    def within(self, tx: Transaction, company_id: SubjectId | None, state: CompanyState | None) -> Effect:
        """Say it, and rate again; raises NothingToCorrect without a reason, or for no such call."""
        assert company_id is not None
        if not self.why.strip():
            raise NothingToCorrect("Dites pourquoi ces appels ne sont pas facturés : la raison est gardée au journal.")
        if not kept.waive(tx, company_id, self.written):
            raise NothingToCorrect(f"Aucun appel sans prix vers « {self.written} » : vérifiez le texte.")
        return Effect(rerate(tx, company_id))


@dataclass(frozen=True, slots=True)
class TakeBack:
    """What was said of a caller, a code or a dialled text does not hold any more."""

    company: str
    written: str
    right: Right = Right.CORRECT_CALLS

    def within(self, tx: Transaction, company_id: SubjectId | None, state: CompanyState | None) -> Effect:
        """Forget it, and rate again; raises NothingToCorrect where nothing was said."""
        assert company_id is not None
        if not kept.take_back(tx, company_id, self.written):
            raise NothingToCorrect(f"Aucune correction ne porte sur « {self.written} ».")
        return Effect(rerate(tx, company_id))


@dataclass(frozen=True, slots=True)
class RateAgain:
    """Nothing new is said: what waits may have a price by now."""

    company: str = ""
    right: Right = Right.CORRECT_CALLS

    def within(self, tx: Transaction, company_id: SubjectId | None, state: CompanyState | None) -> Effect:
        """Rate again."""
        return Effect(rerate(tx, company_id))


@dataclass(frozen=True, slots=True)
class LoadTariff:
    """A file says a whole tariff anew: "rates", "prices", "allowances" or "plan"."""

    kind: str
    file: Path
    company: str = ""
    right: Right = Right.KEEP_TARIFFS

    def within(self, tx: Transaction, company_id: SubjectId | None, state: CompanyState | None) -> Effect:
        """Load it, and rate again; raises ReferenceRefused with the file, line and column at fault."""
        update = update_tariff(tx, self.kind, self.file, company_id)
        return Effect(rerate(tx, company_id, all_months=self.kind == "allowances"), update)


def try_correction(base: Base, correction: Correction) -> Effect:
    """Return what a correction would do, without doing it; raises what doing it would raise."""
    company_id, state = _about(base, correction)
    with base.trial() as tx:
        return correction.within(tx, company_id, state)


def correct(base: Base, correction: Correction, person: Person, at: datetime) -> Effect:
    """Do it, in one transaction that the journal is part of; raises NotAllowed, or what the correction raises."""
    require(person, correction.right)
    company_id, state = _about(base, correction)
    with base.write() as tx:
        effect = correction.within(tx, company_id, state)
        record(
            tx,
            Entry(
                person=person.login,
                recorded_at=at,
                action=_ACTIONS[type(correction)],
                subject=correction.company or "toutes les entreprises",
                company_id=company_id,
                detail=_told(correction) | {"calls": effect.rerating.calls, "micros": effect.rerating.micros},
            ),
        )
    return effect


def corrections_of(base: Base, company: str) -> list[dict[str, Any]]:
    """Return what was said of a company's calls: kind (owner, number, waived), written, meaning, calls."""
    return base.rows("corrections_of_company", company_id=customer(base, company).state.company.subject_id)


def _about(base: Base, correction: Correction) -> tuple[SubjectId | None, CompanyState | None]:
    if not correction.company:
        return None, None
    state = customer(base, correction.company).state
    return state.company.subject_id, state


def _told(correction: Correction) -> dict[str, Any]:
    fields = asdict(correction)  # type: ignore[call-overload]
    return {name: str(value) for name, value in fields.items() if name not in ("company", "right")}


_ACTIONS: Mapping[type[Any], str] = {
    GiveTo: "calls_given",
    ReadAs: "number_read",
    Waive: "calls_waived",
    TakeBack: "correction_taken_back",
    RateAgain: "calls_rated_again",
    LoadTariff: "tariff_loaded",
}
