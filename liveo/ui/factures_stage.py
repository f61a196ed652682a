"""The three stages of the page Factures: what would be issued, issuing it, what was issued."""

from enum import StrEnum
from typing import Final

import streamlit as st

from liveo.services.companies import company_summaries
from liveo.ui.state import PageContext, follow_address, write_address

STAGE: Final = "etape"


class Stage(StrEnum):
    """What the page shows; the address carries the code."""

    PREVIEWS = "apercus"
    ISSUE = "emission"
    ISSUED = "emises"


NAMES: Final = {Stage.PREVIEWS: "Aperçus", Stage.ISSUE: "Émission", Stage.ISSUED: "Documents émis"}


def pick_stage() -> Stage:
    """Offer the stages."""
    codes = [str(stage) for stage in Stage]
    follow_address(STAGE, codes)
    st.session_state.setdefault(STAGE, codes[0])
    picked = st.segmented_control(
        "Étape",
        codes,
        format_func=lambda code: NAMES[Stage(code)],
        required=True,
        key=STAGE,
        persist_state="session",
        label_visibility="collapsed",
    )
    write_address(STAGE, picked or codes[0])
    return Stage(picked or codes[0])


def go_to(stage: Stage) -> None:
    """Show another stage; for callbacks of buttons."""
    st.session_state[STAGE] = str(stage)


def pick_companies(context: PageContext, key: str) -> tuple[str, ...]:
    """Let people who see several companies choose between the one in view and all; returns codes."""
    seen = tuple(company.code for company in company_summaries(context.base) if context.person.sees(company.code))
    if len(seen) < 2:
        return (context.company.code,)
    every = st.toggle(f"Toutes les entreprises ({len(seen)})", key=key, persist_state="session")
    return seen if every else (context.company.code,)
