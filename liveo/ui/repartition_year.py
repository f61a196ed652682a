"""What the last twelve months would have looked like, computed when it is asked for."""

import polars as pl
import streamlit as st

from liveo.core.billing_modes import BILLING_MODES
from liveo.rendering.french import euros, month_name, plural
from liveo.services.allocation_trial import Trial
from liveo.services.allocation_year import cheapest_mode, year_of_entities, year_of_modes, year_up_to
from liveo.ui.mode_picker import mode_name
from liveo.ui.state import PageContext

COMPUTING = "Calcul des douze mois…"
AT_ONCE = 1000
"""Accounts of a company whose twelve months follow each change without waiting."""

_COUNTED = "_annee_comptee"


def show_year(context: PageContext, trial: Trial) -> None:
    """Offer the twelve months up to the one in view: invoices and totals of each mode, and each entity's part."""
    months = year_up_to(context.month, context.company.months)
    title = f"Les douze derniers mois, jusqu'à {month_name(context.month)}"
    with st.expander(title, icon=":material/calendar_month:", key="annee", on_change="rerun") as shown:
        if not shown.open:
            return
        if not _wanted(context, trial):
            return
        code, bar = context.company.code, st.progress(0.0, COMPUTING)

        def show(done: float, _: str) -> None:
            bar.progress(done, COMPUTING)

        year, unpriced = year_of_modes(context.base, code, months, trial, show)
        bar.empty()
        _show_modes(year)
        if unpriced:
            names = ", ".join(map(month_name, unpriced))
            st.caption(f"Sans prix au catalogue, donc laissés de côté : {names}.")
        _show_entities(year_of_entities(context.base, code, months, trial), trial)


def _wanted(context: PageContext, trial: Trial) -> bool:
    """Whether to count now: at once when opened; in a large company, a change of the trial waits to be asked about.

    Twelve months of thousands of accounts take seconds, which no single change shall cost.
    """
    key, state = f"{_COUNTED}_{context.company.code}_{context.month}", (context.base.version, trial)
    counted = st.session_state.get(key)
    if counted not in (None, state) and context.company.accounts > AT_ONCE:
        st.caption("L'essai a changé depuis le calcul des douze mois.")
        if not st.button("Recalculer les douze mois", key="annee_recalculer", icon=":material/refresh:"):
            return False
    st.session_state[key] = state
    return True


def mode_rows(year: pl.DataFrame) -> pl.DataFrame:
    """Return one row per month, the latest last, then the whole: month (text), per mode invoices and gross."""
    parts = []
    for mode, rule in BILLING_MODES.items():
        of_mode = year.filter(pl.col("mode") == str(mode))
        parts.append(
            of_mode.select(
                "month",
                pl.col("invoices").alias(f"invoices_{rule.number}"),
                pl.col("gross").alias(f"gross_{rule.number}"),
            )
        )
    rows = parts[0]
    for part in parts[1:]:
        rows = rows.join(part, on="month", maintain_order="left")
    whole = rows.select(pl.lit(None, pl.Date).alias("month"), pl.exclude("month").sum())
    return pl.concat([rows, whole.cast(rows.schema)])


def _show_modes(year: pl.DataFrame) -> None:
    rows = mode_rows(year)
    names = [month.strftime("%m/%Y") if month else "Total" for month in rows["month"]]
    number, title = st.column_config.NumberColumn, st.column_config.TextColumn("Mois", pinned=True)
    rules = BILLING_MODES.values()
    counts = {f"invoices_{r.number}": number(f"{r.number} · factures", width="small") for r in rules}
    totals = {f"gross_{r.number}": number(f"{r.number} · TTC", format="euro", help=mode_name(r.code)) for r in rules}
    st.dataframe(
        rows.with_columns(pl.Series("month", names, pl.String)),
        hide_index=True,
        height="content",
        key="annee_modes",
        column_config={"month": title, **counts, **totals},
        alt="Factures et total TTC de chaque mode, mois par mois",
    )
    st.caption(cheapest_words(year))


def cheapest_words(year: pl.DataFrame) -> str:
    """Say which mode costs least over the period, and by how much."""
    best, gap = cheapest_mode(year)
    if best is None:
        return "Sur la période, les quatre modes coûtent exactement la même chose."
    return (
        f"Le moins cher sur la période : mode {mode_name(best)}, {euros(gap)} TTC de moins que le plus cher. "
        "L'écart vient de l'option « Facturation par entité » et des arrondis de TVA, jamais du montant HT."
    )


def _show_entities(entities: pl.DataFrame, trial: Trial) -> None:
    rows = entities if trial.changes_charges else entities.select("entity", pl.col("before").alias("after"))
    money = st.column_config.NumberColumn(format="euro")
    names = {"before": "Sans l'essai", "after": "HT sur la période", "difference": "Écart"}
    st.dataframe(
        rows,
        hide_index=True,
        height="content" if rows.height <= 13 else 493,
        key="annee_entites",
        column_config={"entity": "Entité", **{name: {**money, "label": title} for name, title in names.items()}},
        alt="Part de chaque entité sur la période",
    )
    st.caption(f"{plural(rows.height, 'entité')}, charges communes comprises.")
