"""Links between pages. The company and the month in view live in the session, so that a link keeps them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import streamlit as st

_PAGES: Final = Path(__file__).resolve().parents[2] / "pages"


def link_to(page: str, label: str, icon: str, query: Mapping[str, str | Sequence[str]] | None = None) -> None:
    """Show a link to a page by the name of its file, "factures" for instance; ``query`` says what to show there."""
    st.page_link(_PAGES / f"{page}.py", label=label, icon=icon, query_params=dict(query) if query else None)
