"""What people say of calls that could not be rated: kept beside the calls, which stay as their file wrote them."""

from liveo.core.catalogue import SubjectId
from liveo.store.database import Transaction


def give_to(tx: Transaction, company_id: SubjectId, party: str, subject_id: SubjectId) -> None:
    """Say whose the calls of a caller, or under an account code, are: those there are and those to come."""
    said = {"company_id": company_id, "party": party, "subject_id": subject_id}
    tx.execute("insert or replace into caller_owners values ($company_id, $party, $subject_id)", said)


def read_as(tx: Transaction, company_id: SubjectId, dialled: str, number: str) -> int:
    """Say which number was meant by a text in the calls that wait for a price because of it; returns how many."""
    return _correct(tx, company_id, dialled, number=number, waived=False)


def waive(tx: Transaction, company_id: SubjectId, dialled: str) -> int:
    """Say that the calls that wait for a price because of a text are not to be billed; returns how many."""
    return _correct(tx, company_id, dialled, number=None, waived=True)


def take_back(tx: Transaction, company_id: SubjectId, written: str) -> int:
    """Forget what was said of a caller, a code or a dialled text; returns how many things that were."""
    said = {"company_id": company_id, "written": written}
    owners = tx.execute(
        "delete from caller_owners where company_id = $company_id and party = $written returning party", said
    )
    calls = tx.execute(
        "delete from call_corrections where call_id in"
        " (select call_id from calls where company_id = $company_id and dialled = $written) returning call_id",
        said,
    )
    return len(owners) + len(calls)


def _correct(tx: Transaction, company_id: SubjectId, dialled: str, *, number: str | None, waived: bool) -> int:
    done = tx.execute(
        "insert or replace into call_corrections"
        " select call_id, $number, $waived from calls"
        " where company_id = $company_id and dialled = $dialled and reason is not null and reason != 'unknown_account'"
        " returning call_id",
        {"company_id": company_id, "dialled": dialled, "number": number, "waived": waived},
    )
    return len(done)
