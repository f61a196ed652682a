"""Which files can be sent, and how to write one: for who prepares them, on the page where they are dropped."""

import polars as pl
import streamlit as st

from liveo.services.imports import AUTOMATIC, FORMAT_CODES, sample_file
from liveo.ui.imports_words import COLUMN_MEANINGS, format_name


def show_formats() -> None:
    """Explain, on demand, the formats that are recognised and the product's own, with a file to start from."""
    with st.expander("Quels fichiers envoyer ?", icon=":material/help:"):
        names = ", ".join(format_name(code) for code in FORMAT_CODES if code != AUTOMATIC)
        st.markdown(
            f"Formats reconnus : **{names}**. Séparateur virgule, point-virgule ou tabulation ; UTF-8, UTF-16 ou "
            "Windows. Un fichier déjà envoyé, ou un appel déjà connu, n'est jamais compté deux fois ; une ligne "
            "illisible est refusée avec son motif, et les autres sont importées."
        )
        st.markdown("**Le format Livéo** : une ligne d'en-tête, puis une ligne par appel.")
        columns = pl.DataFrame(
            {
                "Colonne": [f"`{name}`" for name in COLUMN_MEANINGS],
                "Contenu": list(COLUMN_MEANINGS.values()),
            }
        )
        st.table(columns, border="horizontal")
        st.download_button(
            "Télécharger un exemple",
            sample_file,
            file_name="exemple-liveo.csv",
            mime="text/csv",
            key="exemple",
            icon=":material/download:",
            on_click="ignore",
        )
