"""The view that somebody keeps on their home page: what it shows, in a sentence, and its figures for the month."""

from dataclasses import replace

import streamlit as st

from liveo.services.companies import company_summaries
from liveo.services.consumption import Totals, by_day, totals
from liveo.services.consumption_address import selection_of
from liveo.services.consumption_names import names_seen_by
from liveo.services.consumption_periods import compared_with
from liveo.services.consumption_selection import question_of
from liveo.services.saved_views import SavedView, home_view
from liveo.ui.consommation_chips import sentence
from liveo.ui.consommation_figures import FIGURES
from liveo.ui.consommation_filters import View
from liveo.ui.consommation_words import signed_words
from liveo.ui.escape import md
from liveo.ui.links import link_to
from liveo.ui.state import COMPANY, MONTH, PageContext


def show_home_view(context: PageContext) -> None:
    """Show the view of the person's home page as it is in the month in view; nothing where they keep none."""
    kept = home_view(context.base, context.person)
    if kept is None:
        return
    view = _view(context, kept)
    now, then = totals(by_day(context.base, view.asked)), _before(view)
    with st.container(border=True):
        st.markdown(f"## {md(kept.name)}")
        st.caption(sentence(view))
        for place, rule in zip(st.container(key="chiffres_vue").columns(len(FIGURES)), FIGURES, strict=True):
            change = rule.change(now, then) if then else None
            place.metric(
                rule.label, rule.words(now), None if change is None else signed_words(change, rule.unit), "blue"
            )
        query = {COMPANY: view.context.company.code, MONTH: str(context.month), **kept.address}
        link_to("consommation", "Ouvrir cette vue", ":material/bookmark:", query)


def _view(context: PageContext, kept: SavedView) -> View:
    """Return what the view shows: of its company, seen from the month in view; what is gone is left aside."""
    company = next(one for one in company_summaries(context.base) if one.code == kept.company)
    names = names_seen_by(context.base, kept.company, context.person)
    selection, _ = selection_of(kept.address, names)
    asked = question_of(selection, names, context.month, context.person)
    compared = compared_with(asked.span, selection.comparison, context.today)
    return View(replace(context, company=company), names, selection, asked, compared)


def _before(view: View) -> Totals | None:
    found = totals(by_day(view.context.base, view.before)) if view.before else Totals()
    return found if found.calls else None
