"""Which billing mode is in view: the company's own, until another one is chosen; the address carries its code."""

from typing import Final

import streamlit as st

from liveo.core.billing_modes import BILLING_MODES, BillingMode, billing_mode_from_str
from liveo.rendering.labels import label
from liveo.services.billing import billing_mode
from liveo.ui.state import PageContext, follow_address, write_address

MODE: Final = "mode"
_MODE_OF: Final = "_mode_of"
_CODES: Final = [str(mode) for mode in BILLING_MODES]


def pick_mode(context: PageContext, title: str) -> BillingMode:
    """Offer the four modes; choosing another company goes back to that company's own mode."""
    code = context.company.code
    own = str(billing_mode(context.base, code, context.month))
    if st.session_state.get(_MODE_OF, code) != code:
        st.session_state[MODE] = own
    st.session_state[_MODE_OF] = code
    follow_address(MODE, _CODES)
    st.session_state.setdefault(MODE, own)
    chosen = st.segmented_control(
        title,
        _CODES,
        required=True,
        format_func=lambda of: mode_name(BillingMode(of)),
        key=MODE,
        persist_state="session",
    )
    write_address(MODE, chosen or own)
    return billing_mode_from_str(chosen or own)


def mode_name(mode: BillingMode) -> str:
    """Return a mode with its number: "1 · Facture unique"."""
    return f"{BILLING_MODES[mode].number} · {label(mode)}"
