"""What rating calls again has changed, as people read it on a page and in a terminal."""

from liveo.core.destinations import Destination, UnratedReason
from liveo.core.rerating import Shift
from liveo.rendering.french import micro_euros, month_name, number
from liveo.rendering.labels import label

SHIFT_HEADINGS = ("Entreprise", "Mois", "Destination", "Appels", "Montant HT")


def shift_cells(shift: Shift) -> tuple[str, str, str, str, str]:
    """Return a change under the headings above: figures before and after."""
    return (
        shift.company,
        month_name(shift.month),
        _counted_under(shift),
        f"{number(shift.calls_before)} → {number(shift.calls_after)}",
        f"{micro_euros(shift.micros_before)} → {micro_euros(shift.micros_after)}",
    )


def _counted_under(shift: Shift) -> str:
    """A destination, or why the calls have no price."""
    if not shift.rated:
        return f"sans prix : {label(UnratedReason(shift.code)).lower()}"
    return label(Destination(shift.code)) if shift.code else "non facturés"
