"""A simulation over twelve months: each month, what proration saves in all, and against a fixed monthly fee."""

from decimal import Decimal
from itertools import accumulate

import polars as pl
import streamlit as st

from liveo.core.comparison import MonthRow
from liveo.core.money import ZERO, round_cents, total
from liveo.rendering.charts.simulation import cumulated_savings, fee_by_days, month_differences
from liveo.rendering.french import euros, euros_signed, month_name, of_month, plural
from liveo.services.simulation import months_ahead
from liveo.services.simulation_break_even import BreakEven, break_even
from liveo.ui.simulateur import SimulatorView
from liveo.ui.simulateur_words import AMOUNTS, amount_texts

MONTHS_AHEAD = 12
COLUMNS = ("Mois", *AMOUNTS)
NO_TOOLBAR = {"displayModeBar": False}
HIGHEST_FEE = 1_000_000.0


def show_months(view: SimulatorView) -> None:
    """Show the options of each month to come: as they are, after the steps, under full-month billing."""
    found = _months(view)
    st.markdown(
        f"Douze mois, de {month_name(found[0].month)} à {month_name(found[-1].month)} : "
        f"vos changements ajoutent **{euros_signed(total([row.difference for row in found]))} HT**, "
        f"le prorata économise **{euros(total([row.saved for row in found]))} HT**."
    )
    if view.steps:
        st.plotly_chart(
            month_differences(_frame(found, amount=[row.difference for row in found])),
            key="simulation_mois",
            config=NO_TOOLBAR,
            alt="Différence de chaque mois à venir",
        )
    st.dataframe(
        _table(found),
        hide_index=True,
        height="content",
        key="simulation_douze_mois",
        column_config={name: st.column_config.TextColumn(alignment="right") for name in COLUMNS[1:]},
        alt="Avant, après et différence, mois par mois",
    )
    st.caption("Options seules, HT, aux prix connus aujourd'hui : les appels à venir ne se prévoient pas.")


def show_cumulated_savings(view: SimulatorView) -> None:
    """Show how what proration saves grows over twelve months."""
    found = _months(view)
    cumulated = list(accumulate(row.saved for row in found))
    st.markdown(f"Douze mois : **{euros(cumulated[-1])} HT** d'économie, options réelles et vos changements ensemble.")
    st.plotly_chart(
        cumulated_savings(_frame(found, saved=[row.saved for row in found], cumulated=cumulated)),
        key="simulation_cumul",
        config=NO_TOOLBAR,
        alt=f"Économie du prorata, cumulée sur douze mois : {euros(cumulated[-1])} HT",
    )


def show_break_even(view: SimulatorView) -> None:
    """Compare what the steps cost at their days with a fixed monthly fee that the customer may have been offered."""
    context = view.context
    if not view.steps:
        st.info("Ajoutez un changement pour le comparer à un forfait mensuel.", icon=":material/info:")
        return
    found = break_even(context.base, context.company.code, context.month, view.steps, MONTHS_AHEAD)
    fee = _pick_fee(view, found)
    st.markdown("  \n".join(_twelve_months(found, fee)))
    if not found.whole_month:
        return
    days = found.days_until(fee)
    st.markdown(
        f"Même le mois entier {of_month(found.month)} ne coûte pas plus que ce forfait."
        if days is None
        else f"En {month_name(found.month)}, le prorata coûte moins que ce forfait jusqu'à "
        f"**{plural(max(0, days - 1), 'jour actif', 'jours actifs')} sur {found.month.days}**."
    )
    st.plotly_chart(
        fee_by_days(found.by_days, fee),
        key="simulation_forfait",
        config=NO_TOOLBAR,
        alt=f"Coût selon le nombre de jours actifs, face à un forfait de {euros(fee)}",
    )
    st.caption("Coût HT de tout ce que vos changements activent, selon le nombre de jours actifs dans le mois.")


def _pick_fee(view: SimulatorView, found: BreakEven) -> Decimal:
    """Ask for the fee; what the whole month costs is offered first."""
    typed = st.number_input(
        "Forfait mensuel à comparer, en euros HT",
        0.0,
        HIGHEST_FEE,
        None,
        step=1.0,
        format="%.2f",
        placeholder=f"{euros(found.whole_month)}, le prix du mois entier",
        key=f"simulation_forfait_voulu_{view.context.company.code}",
        persist_state="session",
        width=320,
    )
    return found.whole_month if typed is None else round_cents(Decimal(str(typed)))


def _twelve_months(found: BreakEven, fee: Decimal) -> list[str]:
    """Say who is cheaper over the months, by how much, and at which fee both would be alike."""
    said = [
        f"Douze mois : **{euros(fee * found.months)} HT** au forfait, **{euros_signed(found.added)} HT** au prorata."
    ]
    if found.fee is None:
        return [*said, "Vos changements n'ajoutent rien sur douze mois : aucun forfait ne coûterait moins."]
    advantage = found.advantage(fee)
    if advantage == ZERO:
        return [*said, "Les deux coûtent exactement autant."]
    cheaper = "Le prorata" if advantage > 0 else "Le forfait"
    return [
        *said,
        f"{cheaper} coûte **{euros(abs(advantage))}** de moins. Seuil de rentabilité : un forfait n'est intéressant "
        f"qu'à **{euros(found.fee)} par mois** ou moins.",
    ]


def _months(view: SimulatorView) -> tuple[MonthRow, ...]:
    context = view.context
    return months_ahead(context.base, context.company.code, context.month, view.steps, MONTHS_AHEAD)


def _frame(found: tuple[MonthRow, ...], **columns: list[Decimal]) -> pl.DataFrame:
    """Return one row per month: ``month``, and amounts as Decimal euros."""
    values = {name: pl.Series(amounts, dtype=pl.Decimal(18, 2)) for name, amounts in columns.items()}
    return pl.DataFrame({"month": [row.month.first for row in found], **values})


def _table(found: tuple[MonthRow, ...]) -> pl.DataFrame:
    """Return one row of texts per month, and their sum."""
    amounts = [(row.before, row.after, row.full_month) for row in found]
    sums = (total(list(column)) for column in zip(*amounts, strict=True))
    names = [*(month_name(row.month) for row in found), "Douze mois"]
    texts = [
        (name, *amount_texts(before, after, full))
        for name, (before, after, full) in zip(names, [*amounts, tuple(sums)], strict=True)
    ]
    return pl.DataFrame(texts, schema=list(COLUMNS), orient="row")
