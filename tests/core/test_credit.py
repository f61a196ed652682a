"""Credit notes take back what was invoiced, to the cent, and never more."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.company import Address
from liveo.core.credit import CreditNote, CreditRefused, Origin, OriginLine, credit_note
from liveo.core.documents import Reference
from liveo.core.invoice import Recipient, VatLine
from liveo.core.money import total
from liveo.core.periods import Month
from tests.rendering.sample_invoices import SELLER

TWENTY, REDUCED = Decimal("20.0"), Decimal("8.5")
DAY = date(2026, 12, 2)
RECIPIENT = Recipient("Client", "552100554", "", "", Address("1 rue", "69002", "Lyon"))


def origin(*lines: tuple[str, Decimal]) -> Origin:
    """An invoice of so many lines, each an amount and a VAT rate."""
    listed = tuple(OriginLine(rank, "", "Ligne", rate, Decimal(net)) for rank, (net, rate) in enumerate(lines, start=1))
    return Origin(Reference("FA-2026-000001", date(2026, 11, 1)), "C", "Client", Month(2026, 10), RECIPIENT, listed, {})


def credited(invoice: Origin, **wanted: str | None) -> CreditNote:
    """Credit lines given as l1="10.00"; None for what is left."""
    wish = {int(key[1:]): None if amount is None else Decimal(amount) for key, amount in wanted.items()}
    return credit_note(invoice, SELLER, reason="Erreur", issue_date=DAY, wanted=wish or None)


def after(invoice: Origin, note: CreditNote) -> Origin:
    """The invoice once a credit note was issued."""
    taken = dict(invoice.credited)
    for line in note.lines:
        taken[line.rank] = taken.get(line.rank, Decimal(0)) + line.net
    return replace(invoice, credited=taken)


def gross(invoice: Origin) -> Decimal:
    """What the invoice asked for."""
    bases: dict[Decimal, Decimal] = {}
    for line in invoice.lines:
        bases[line.vat_rate] = bases.get(line.vat_rate, Decimal(0)) + line.net
    return total([base + VatLine(rate, base).amount for rate, base in bases.items()])


def test_a_whole_credit_note_gives_back_exactly_the_invoice() -> None:
    invoice = origin(("100.00", TWENTY), ("50.00", REDUCED))
    note = credited(invoice)
    assert (note.net, note.vat, note.gross) == (Decimal("150.00"), Decimal("24.25"), Decimal("174.25"))


def test_a_line_is_credited_in_part_then_only_for_what_is_left() -> None:
    invoice = origin(("100.00", TWENTY))
    first = credited(invoice, l1="30.00")
    assert first.gross == Decimal("36.00")
    rest = credited(after(invoice, first))
    assert rest.net == Decimal("70.00")
    with pytest.raises(CreditRefused, match=r"il reste 70,00 € HT à créditer, pas 70,01 €"):
        credited(after(invoice, first), l1="70.01")
    with pytest.raises(CreditRefused, match="reste rien"):
        credited(after(after(invoice, first), rest))


def test_two_lines_of_three_cents_give_back_one_cent_of_vat_and_not_two() -> None:
    invoice = origin(("0.03", TWENTY), ("0.03", TWENTY))
    first = credited(invoice, l1=None)
    second = credited(after(invoice, first))
    assert (first.vat, second.vat) == (Decimal("0.01"), Decimal("0.00"))


def test_a_rebate_cannot_be_left_behind() -> None:
    with pytest.raises(CreditRefused, match="lignes négatives"):
        credited(origin(("100.00", TWENTY), ("-20.00", TWENTY)), l1=None)


@pytest.mark.parametrize("wanted", [{"l3": None}, {"l1": "-1.00"}, {"l2": "0.00"}])
def test_what_makes_no_credit_note_is_refused(wanted: dict[str, str | None]) -> None:
    with pytest.raises(CreditRefused):
        credited(origin(("100.00", TWENTY), ("5.00", TWENTY)), **wanted)


def test_a_credit_note_says_why_and_is_not_older_than_its_invoice() -> None:
    with pytest.raises(CreditRefused, match="motif"):
        credit_note(origin(("1.00", TWENTY)), SELLER, reason=" ", issue_date=DAY)
    with pytest.raises(CreditRefused, match="01/11/2026"):
        credit_note(origin(("1.00", TWENTY)), SELLER, reason="x", issue_date=date(2026, 10, 31))


amounts = st.lists(st.tuples(st.integers(1, 99_999), st.sampled_from([TWENTY, REDUCED])), min_size=1, max_size=6)


@given(amounts, st.data())
def test_credit_notes_in_any_pieces_make_the_invoice(lines: list[tuple[int, Decimal]], data: st.DataObject) -> None:
    invoice = origin(*((str(Decimal(cents) / 100), rate) for cents, rate in lines))
    left, given_back = invoice, Decimal(0)
    for line in invoice.lines:
        if part := data.draw(st.integers(0, int(line.net * 100))):
            note = credited(left, **{f"l{line.rank}": str(Decimal(part) / 100)})
            left, given_back = after(left, note), given_back + note.gross
            assert given_back <= gross(invoice)
    if any(left.left(line) for line in left.lines):
        given_back += credited(left).gross
    assert given_back == gross(invoice)
