"""A finished PDF in the page: one of its pages large, to zoom into, and its neighbours small, to turn to."""

from functools import lru_cache
from typing import Final

import streamlit as st

from liveo.rendering.french import NBSP, plural
from liveo.rendering.pdf_pages import LARGE, SHARP, SMALL, page_count, page_picture, page_text

MOST_SMALL: Final = 7
ZOOMS: Final = (100, 150, 200)
_SMALL_WIDTH: Final = 76


def show_pdf(pdf: bytes, key: str, name: str, told: str = "") -> None:
    """Show a PDF; ``name`` says what it is, for who cannot see the pictures, ``told`` what its pages are."""
    pages = page_count(pdf)
    page = _turn(pdf, pages, key, told)
    zoom = st.segmented_control(
        "Zoom",
        ZOOMS,
        default=ZOOMS[0],
        required=True,
        format_func=lambda percent: f"{percent}{NBSP}%",
        key=f"{key}_zoom",
        label_visibility="collapsed",
    )
    with st.container(border=True, key=f"feuille_{zoom}_{key}"):
        st.image(
            _picture(pdf, page - 1, SHARP if zoom == ZOOMS[0] else LARGE),
            width="stretch",
            alt=f"Page {page} sur {pages} de {name} : {page_text(pdf, page - 1)}",
        )


def _turn(pdf: bytes, pages: int, key: str, told: str) -> int:
    """Let people turn the pages, by number or by their small pictures; the first is 1."""
    if pages == 1:
        return 1
    st.caption(f"{plural(pages, 'page')}{told}.")
    page: int = st.session_state.setdefault(key, 1)
    if pages > MOST_SMALL:
        picked = st.pagination(pages, default=page, key=f"{key}_depuis_{page}")
        if picked != page:
            _turn_to(key, picked)
            st.rerun()
    first = max(1, min(page - MOST_SMALL // 2, pages - MOST_SMALL + 1))
    with st.container(horizontal=True, key=f"vignettes_{key}"):
        for other in range(first, min(pages, first + MOST_SMALL - 1) + 1):
            with st.container(width=_SMALL_WIDTH + 8, gap="xsmall"):
                st.image(_picture(pdf, other - 1, SMALL), width=_SMALL_WIDTH, alt=f"Page {other}, en petit")
                st.button(
                    str(other),
                    key=f"{key}_vers_{other}",
                    type="primary" if other == page else "secondary",
                    on_click=_turn_to,
                    args=(key, other),
                    help=f"Aller à la page {other}",
                    width="stretch",
                )
    return page


def _turn_to(key: str, page: int) -> None:
    st.session_state[key] = page


@lru_cache(maxsize=48)
def _picture(pdf: bytes, index: int, scale: float) -> bytes:
    return page_picture(pdf, index, scale)
