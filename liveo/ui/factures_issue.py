"""Issuing from the page Factures: who is ready, what is in the way of the others, go, and what came of it."""

from collections.abc import Sequence
from typing import Final

import polars as pl
import streamlit as st

from liveo.core.documents import IssueState
from liveo.core.money import total
from liveo.core.people import Right, may
from liveo.rendering.french import euros, of_month, plural
from liveo.rendering.frozen_document import frozen_invoice
from liveo.rendering.labels import label
from liveo.services.clock import now
from liveo.services.issue_runs import IssueOutcome, MonthStanding, issue_run, standing
from liveo.services.issued import Scope
from liveo.ui.escape import md
from liveo.ui.factures_files import offer_zip
from liveo.ui.factures_stage import Stage, go_to, pick_companies
from liveo.ui.links import link_to
from liveo.ui.state import COMPANY, MONTH, PageContext

_REPORT: Final = "_emission_compte_rendu"
_SURE: Final = "emission_confirmee"
_REMEDIES: Final = {
    "imports": ("Corriger dans Imports", ":material/upload_file:"),
    "repartition": ("Corriger dans Répartition", ":material/account_tree:"),
}
MOST_BLOCKED: Final = 20
_STATE_ICONS: Final = {
    IssueState.DRAFT: "✎",
    IssueState.READY: "▶",
    IssueState.ISSUED: "✓",
    IssueState.CREDITED: "↺",
}


def show_issue(context: PageContext) -> None:
    """Show the whole stage: the last report, the standings, what is in the way, and the way to go."""
    _show_report(context)
    codes = pick_companies(context, "emission_toutes")
    standings = _standings(context, codes)
    _show_totals(standings)
    _show_table(context, standings)
    _show_blocked(context, [one for one in standings if one.state is not IssueState.ISSUED and one.blockers])
    _show_go(context, [one for one in standings if one.can_be_issued])


def standing_rows(standings: Sequence[MonthStanding]) -> pl.DataFrame:
    """Return one row per company: company, state (words), documents, net, vat, gross (Decimal), blockers (words)."""
    issued = IssueState.ISSUED
    return pl.DataFrame(
        {
            "company": [one.name for one in standings],
            "state": [f"{_STATE_ICONS[one.state]} {label(one.state)}" for one in standings],
            "documents": [one.documents for one in standings],
            "net": [one.net for one in standings],
            "vat": [one.vat for one in standings],
            "gross": [one.gross for one in standings],
            "blockers": [
                " ".join(why.words for why in one.blockers) if one.state is not issued else "" for one in standings
            ],
        },
        schema_overrides={"company": pl.String, "documents": pl.Int64, "blockers": pl.String}
        | dict.fromkeys(("net", "vat", "gross"), pl.Decimal(18, 2)),
    )


def _standings(context: PageContext, codes: Sequence[str]) -> list[MonthStanding]:
    found, progress = [], st.progress(0.0, "Examen des factures à émettre…")
    for done, code in enumerate(codes, start=1):
        found.append(standing(context.base, code, context.month, context.today))
        progress.progress(done / len(codes), f"Examen des factures à émettre ({done} sur {len(codes)})")
    progress.empty()
    return found


def _show_totals(standings: Sequence[MonthStanding]) -> None:
    ready = [one for one in standings if one.can_be_issued]
    blocked = [one for one in standings if one.blockers and one.state is not IssueState.ISSUED]
    issued = [one for one in standings if one.state is IssueState.ISSUED]
    with st.container(horizontal=True):
        st.metric("Factures prêtes", str(sum(one.documents for one in ready)), border=True, width="stretch")
        st.metric("Total TTC à émettre", euros(total([one.gross for one in ready])), border=True, width="stretch")
        st.metric("Entreprises bloquées", str(len(blocked)), border=True, width="stretch")
        st.metric("Déjà émis TTC", euros(total([one.gross for one in issued])), border=True, width="stretch")


def _show_table(context: PageContext, standings: Sequence[MonthStanding]) -> None:
    st.dataframe(
        standing_rows(standings),
        hide_index=True,
        key="emission_etats",
        column_config={
            "company": st.column_config.TextColumn("Entreprise", width="medium"),
            "state": st.column_config.TextColumn("État", width=110),
            "documents": st.column_config.NumberColumn("Factures", width="small"),
            "net": st.column_config.NumberColumn("HT", format="euro", width="small"),
            "vat": st.column_config.NumberColumn("TVA", format="euro", width="small"),
            "gross": st.column_config.NumberColumn("TTC", format="euro", width="small"),
            "blockers": st.column_config.TextColumn("À lever avant l'émission", width="large"),
        },
        alt=f"Où en est la facturation {of_month(context.month)}, entreprise par entreprise",
    )


def _show_blocked(context: PageContext, blocked: Sequence[MonthStanding]) -> None:
    """List what is in the way with the way to its remedy."""
    if not blocked:
        return
    st.header("Ce qui bloque", anchor=False)
    for one in blocked[:MOST_BLOCKED]:
        with st.container(border=True):
            st.markdown(f"**{md(one.name)}**\n" + "".join(f"\n- {md(why.words)}" for why in one.blockers))
            for page in dict.fromkeys(why.page for why in one.blockers if why.page):
                words, icon = _REMEDIES[page]
                link_to(page, words, icon, {COMPANY: one.company, MONTH: str(context.month)})
    if len(blocked) > MOST_BLOCKED:
        st.caption(f"Et {plural(len(blocked) - MOST_BLOCKED, 'autre entreprise', 'autres entreprises')}.")


def _show_go(context: PageContext, ready: Sequence[MonthStanding]) -> None:
    """Offer to issue what can be; nothing is issued without the box being ticked."""
    if not may(context.person, Right.ISSUE_INVOICES):
        st.caption("L'émission revient à un administrateur.")
        return
    if not ready:
        return
    documents = plural(sum(one.documents for one in ready), "facture")
    gross = euros(total([one.gross for one in ready]))
    with st.container(border=True, key="emission_depart"):
        st.markdown(
            f"**{documents} {of_month(context.month)}, {gross} TTC.** Chacune reçoit un numéro, est figée et enchaînée "
            "à la précédente : elle ne se corrige plus que par un avoir. Le détail des appels est gardé à part."
        )
        sure = st.checkbox("J'ai vérifié les aperçus.", key=_SURE)
        go = st.button(f"Émettre {documents}", key="emettre", type="primary", icon=":material/send:", disabled=not sure)
    if go:
        _issue(context, ready)


def _issue(context: PageContext, ready: Sequence[MonthStanding]) -> None:
    """Issue company after company; what is issued stays so, whatever becomes of the page."""
    outcomes: list[IssueOutcome] = []
    st.session_state[_REPORT] = (context.month, outcomes)
    progress = st.progress(0.0, "Émission…")
    steps = issue_run(
        context.base,
        ready,
        context.month,
        context.person,
        today=context.today,
        instant=now(),
        write=frozen_invoice,
    )
    for done, outcome in enumerate(steps, start=1):
        outcomes.append(outcome)
        progress.progress(done / len(ready), f"{outcome.standing.name} ({done} sur {len(ready)})")
    del st.session_state[_SURE]
    st.rerun()


def _show_report(context: PageContext) -> None:
    """Say what the last run made, until people leave it."""
    month, outcomes = st.session_state.get(_REPORT, (None, []))
    if month != context.month or not outcomes:
        return
    issued = [outcome for outcome in outcomes if outcome.issued]
    refused = [outcome for outcome in outcomes if not outcome.issued]
    count = plural(sum(len(outcome.issued) for outcome in issued), "facture émise", "factures émises")
    with st.container(border=True, key="emission_compte_rendu"):
        st.markdown(f":material/task_alt: **{count}** {of_month(month)}.")
        st.markdown("\n".join(map(_issued_words, issued)))
        for outcome in refused:
            st.warning(f"{md(outcome.standing.name)} : {md(outcome.refusal)}", icon=":material/block:")
        with st.container(horizontal=True):
            if issued:
                made = Scope(tuple(outcome.standing.company for outcome in issued), month)
                offer_zip("Tout en ZIP", context, made, f"emission_{month}.zip")
            st.button("Voir les documents émis", on_click=go_to, args=(Stage.ISSUED,), icon=":material/folder_open:")
            st.button("Fermer ce compte rendu", key="fermer_compte_rendu", on_click=_forget, icon=":material/close:")


def _issued_words(outcome: IssueOutcome) -> str:
    numbers = [found.number for found in outcome.issued]
    span = numbers[0] if len(numbers) == 1 else f"{numbers[0]} à {numbers[-1]}"
    return f"- {md(outcome.standing.name)} : {span}, {euros(outcome.standing.gross)} TTC"


def _forget() -> None:
    st.session_state.pop(_REPORT, None)
