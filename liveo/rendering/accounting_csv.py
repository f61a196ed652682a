"""The sales journal as a file for accounting software: the columns of the French FEC, semicolons, decimal commas.

Columns and their order: art. A47 A-1 of the Livre des procédures fiscales.
"""

import csv
import io
from collections.abc import Iterable

from liveo.core.accounting import JOURNAL, Entry
from liveo.rendering.run_archive import comma, harmless

_COLUMNS = (
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib"),
    *("PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate"),
    *("Montantdevise", "Idevise"),
)


def sales_journal(rows: Iterable[Entry]) -> bytes:
    """Return the rows as a file; names are on one line, and none begins as a formula would."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        day = f"{row.day:%Y%m%d}"
        writer.writerow(
            [
                *(JOURNAL, "Ventes", row.number, day, row.account, row.account_name),
                *(row.customer, _plain(row.customer_name), row.number, day, _plain(row.words)),
                *(comma(row.debit), comma(row.credit), "", "", day, "", ""),
            ]
        )
    return text.getvalue().encode("utf-8-sig")


def _plain(text: str) -> str:
    """Keep a name on one line, without the sign that parts columns."""
    return harmless(" ".join(text.replace(";", ",").split()))
