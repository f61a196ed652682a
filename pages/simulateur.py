"""Simulateur: try options on a customer's bill, and see at once what they cost and what proration saves."""

import streamlit as st

from liveo.ui.scenario_desk import resume
from liveo.ui.simulateur import open_simulation, show_figures, show_situation
from liveo.ui.simulateur_apply import show_application
from liveo.ui.simulateur_explained import show_details
from liveo.ui.simulateur_form import show_form
from liveo.ui.simulateur_kept import SIMULATOR_DESK, show_comparison, show_scenarios
from liveo.ui.simulateur_plan import show_examples, show_step_chart, show_steps
from liveo.ui.simulateur_presentation import presentation_asked, show_presentation
from liveo.ui.simulateur_proposal import show_takeaways
from liveo.ui.simulateur_prospect import show_start, started
from liveo.ui.simulateur_timeline import show_timeline
from liveo.ui.state import page_context

context = page_context()
resume(started(context), SIMULATOR_DESK)
if presentation_asked():
    show_presentation(open_simulation(started(context)))
    st.stop()
st.title("Simulateur", anchor=False)
show_start(context)
view = open_simulation(started(context))
show_situation(view)
show_scenarios(view)
show_figures(view)
show_comparison(view)
show_examples(view)
compose, planned = st.columns([5, 6], gap="medium")
with compose:
    show_form(view)
with planned:
    show_steps(view)
    show_step_chart(view)
    show_takeaways(view)
show_timeline(view)
show_application(view)
show_details(view)
