"""Behind the figures of a simulation: by option and destination, day by day, month after month."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import polars as pl
import streamlit as st

from liveo.core.charges import Charge, ChargeCode
from liveo.core.comparison import ChargeGroup, CodeRow
from liveo.core.destinations import Destination
from liveo.core.money import total
from liveo.rendering.charge_words import charge_line
from liveo.rendering.charts import before_after, savings
from liveo.rendering.explanation import charge_steps
from liveo.rendering.french import euros, euros_signed, month_name, of_month
from liveo.rendering.labels import label, short_label
from liveo.ui.escape import md
from liveo.ui.simulateur import SimulatorView
from liveo.ui.simulateur_words import AMOUNTS, amount_texts, listed_subjects, share
from liveo.ui.simulateur_year import NO_TOOLBAR, show_break_even, show_cumulated_savings, show_months

MOST_GROUPS = 15
MOST_ENTITIES = 8


def show_details(view: SimulatorView) -> None:
    """Show one side of the figures at a time, the one that is asked for."""
    tabs = st.tabs(list(SIDES), key="simulation_details", on_change="rerun")
    for tab, show in zip(tabs, SIDES.values(), strict=True):
        if tab.open:
            with tab:
                show(view)


def _by_code(view: SimulatorView) -> None:
    """Show before, after and difference by option and destination: what changes as bars, everything as a table."""
    rows = view.simulation.rows
    changed = [row for row in rows if row.difference]
    if changed:
        st.plotly_chart(
            before_after(
                _frame(
                    [row.code for row in changed],
                    before=[row.before for row in changed],
                    after=[row.after for row in changed],
                )
            ),
            key="simulation_avant_apres",
            config=NO_TOOLBAR,
            alt=f"Avant et après, {of_month(view.context.month)}",
        )
    st.dataframe(
        _table(view),
        hide_index=True,
        height="content",
        key="simulation_postes",
        column_config={name: st.column_config.TextColumn(alignment="right") for name in AMOUNTS},
        alt="Avant, après et différence par option et destination",
    )
    if any(isinstance(row.code, Destination) for row in rows):
        st.caption("Montants HT. Les appels ne changent pas : la simulation porte sur les options.")


def _days(view: SimulatorView) -> None:
    """Show the days, the price and the product behind each amount that a step touches."""
    groups = view.simulation.groups
    if not groups:
        st.info(
            f"Aucun changement ne touche {month_name(view.context.month)} : il n'y a pas encore de jours à compter.",
            icon=":material/info:",
        )
    shown = groups if st.session_state.get("simulation_tous_les_jours") else groups[:MOST_GROUPS]
    for rank, group in enumerate(shown):
        _show_group(group, rank)
    if len(groups) > MOST_GROUPS:
        st.toggle(f"Montrer les {len(groups)} cas", key="simulation_tous_les_jours", persist_state="session")


def _saved(view: SimulatorView) -> None:
    """Show what the whole month would cost and what its days cost: for what is tried, or else for the real options."""
    if view.simulation.saved:
        _saved_in_month(view)
    else:
        st.info(
            f"Chaque option est active tout le mois {of_month(view.context.month)} : au prorata ou au mois entier, "
            "le montant est le même.",
            icon=":material/info:",
        )
    show_cumulated_savings(view)


def _saved_in_month(view: SimulatorView) -> None:
    simulation = view.simulation
    st.markdown(
        f"Toute la facture : **{euros(simulation.full_month)} HT** au mois entier, "
        f"**{euros(simulation.after.net)} HT** au prorata, soit **{euros(simulation.saved)}** d'économie."
    )
    frame = _saved_by_steps(simulation.groups) if simulation.saved_by_steps else _saved_by_code(simulation.rows)
    if simulation.saved_by_steps:
        prorated, full = total(frame["prorated"].to_list()), total(frame["full_month"].to_list())
        st.markdown(
            f"Ce que touchent vos changements : **{euros(full)} HT** au mois entier, **{euros(prorated)} HT** au "
            f"prorata, soit **{euros(full - prorated)}** d'économie (**{share(full - prorated, full)}**)."
        )
    st.plotly_chart(
        savings(frame),
        key="simulation_economies",
        config=NO_TOOLBAR,
        alt="Montant au prorata et au mois entier, par option",
    )
    st.caption("Mois entier : toute option active ne serait-ce qu'un jour paie tout le mois.")


def _by_entity(view: SimulatorView) -> None:
    """Show before, after and difference of each entity."""
    rows = view.simulation.entities
    if not rows:
        st.info("Rien n'est dû ce mois-ci, avant comme après.", icon=":material/info:")
        return
    most = sorted((row for row in rows if row.difference), key=lambda row: -abs(row.difference))[:MOST_ENTITIES]
    changed = [row for row in rows if row in most]
    if changed:
        st.plotly_chart(
            before_after(
                _labelled(
                    [row.name for row in changed],
                    before=[row.before for row in changed],
                    after=[row.after for row in changed],
                )
            ),
            key="simulation_entites_avant_apres",
            config=NO_TOOLBAR,
            alt=f"Avant et après par entité, {of_month(view.context.month)}",
        )
        if sum(bool(row.difference) for row in rows) > len(changed):
            st.caption(f"Les {len(changed)} entités dont le montant change le plus ; toutes sont dans le tableau.")
    lines = [(row.name, euros(row.before), euros(row.after), _difference(row.difference)) for row in rows]
    before, after = total([row.before for row in rows]), total([row.after for row in rows])
    lines.append(("Total HT", euros(before), euros(after), _difference(after - before)))
    st.dataframe(
        pl.DataFrame(lines, schema=["Entité", *AMOUNTS[:3]], orient="row"),
        hide_index=True,
        height="content",
        key="simulation_entites",
        column_config={name: st.column_config.TextColumn(alignment="right") for name in AMOUNTS[:3]},
        alt="Avant, après et différence par entité",
    )


SIDES: Mapping[str, Callable[[SimulatorView], None]] = {
    "Par option et destination": _by_code,
    "Par entité": _by_entity,
    "Jours comptés": _days,
    "Économie du prorata": _saved,
    "Douze mois": show_months,
    "Face à un forfait": show_break_even,
}


def _saved_by_code(rows: Sequence[CodeRow]) -> pl.DataFrame:
    saving = [row for row in rows if row.saved]
    return _frame(
        [row.code for row in saving],
        prorated=[row.after for row in saving],
        full_month=[row.full_month for row in saving],
    )


def _saved_by_steps(groups: Sequence[ChargeGroup]) -> pl.DataFrame:
    codes = list(dict.fromkeys(group.code for group in groups))
    prorated = [total([group.amount_after for group in groups if group.code is code]) for code in codes]
    saved = [total([group.saved for group in groups if group.code is code]) for code in codes]
    return _frame(codes, prorated=prorated, full_month=[p + s for p, s in zip(prorated, saved, strict=True)])


def _frame(codes: Sequence[ChargeCode], **amounts: Sequence[Decimal]) -> pl.DataFrame:
    """Return one row per code: ``label``, and amounts as Decimal euros."""
    return _labelled([short_label(code) for code in codes], **amounts)


def _labelled(names: Sequence[str], **amounts: Sequence[Decimal]) -> pl.DataFrame:
    columns = {name: pl.Series(values, dtype=pl.Decimal(18, 2)) for name, values in amounts.items()}
    return pl.DataFrame({"label": names, **columns})


def _table(view: SimulatorView) -> pl.DataFrame:
    """Return one row of texts per option and destination, and their total."""
    simulation = view.simulation
    lines = [(short_label(row.code), row.before, row.after, row.full_month) for row in simulation.rows]
    lines.append(("Total HT", simulation.before.net, simulation.after.net, simulation.full_month))
    texts = [(name, *amount_texts(before, after, full)) for name, before, after, full in lines]
    return pl.DataFrame(texts, schema=["Poste", *AMOUNTS], orient="row")


def _difference(amount: Decimal) -> str:
    return euros_signed(amount) if amount else "–"


def _show_group(group: ChargeGroup, rank: int) -> None:
    with st.container(border=True, key=f"jours_{rank}"):
        st.markdown(f"**{label(group.code)}** · {listed_subjects(group.subjects, group.code)}")
        st.markdown("  \n".join(_group_lines(group)))
        explained = group.after or group.before
        if explained is not None:
            with st.popover("Calcul pas à pas", icon=":material/calculate:", type="tertiary", key=f"calcul_{rank}"):
                for step in charge_steps(explained):
                    st.markdown(md(step))


def _group_lines(group: ChargeGroup) -> list[str]:
    """Say before, after, and what full-month billing would make of it, as lines of markdown."""
    many = len(group.subjects)
    lines = [f"Avant : {_priced(group.before, many)}", f"Après : {_priced(group.after, many)}"]
    if group.saved:
        full = total([group.amount_after, group.saved])
        lines.append(f"Au mois entier : {euros(full)}, soit **{euros(group.saved)}** économisés")
    return lines


def _priced(charge: Charge | None, many: int) -> str:
    """Write "14 j / 31, du 1er au 14 mars, à 31,00 €/mois = 14,00 €", times the number of subjects."""
    if charge is None:
        return "rien à payer"
    one = f"{charge_line(charge)} = {euros(charge.amount)}"
    return f"{one} × {many} = **{euros(charge.amount * many)}**" if many > 1 else one.replace("= ", "= **") + "**"
