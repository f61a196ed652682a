"""The boundary towards people on a page: a failure is one French sentence, never a traceback."""

import streamlit as st

from liveo.services.failures import sentence_for


def show_failure(error: Exception) -> bool:
    """Show the sentence of an error in place of Streamlit's own display; returns that it was shown."""
    st.error(sentence_for(error), icon=":material/error:")
    return True
