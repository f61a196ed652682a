"""The four forms of an annex, each made from the same calls."""

from collections.abc import Callable, Mapping
from typing import Final

import polars as pl

from liveo.core.annex import AnnexHead
from liveo.rendering.annex_pdf import render_annex
from liveo.rendering.annex_words import annex_sentences, annex_table
from liveo.rendering.consumption_files import excel, parquet
from liveo.rendering.consumption_tables import spreadsheet
from liveo.rendering.invoice_pdf import slug


def _csv(head: AnnexHead, calls: pl.DataFrame) -> bytes:
    table = annex_table(calls)
    return spreadsheet(
        table.select(
            pl.col("Début").dt.to_string("%d/%m/%Y").alias("Date"),
            pl.col("Début").dt.to_string("%H:%M:%S").alias("Heure"),
            pl.exclude("Début"),
        )
    )


def _excel(head: AnnexHead, calls: pl.DataFrame) -> bytes:
    return excel([annex_table(calls)], "Appels", annex_sentences(head, calls))


def _parquet(head: AnnexHead, calls: pl.DataFrame) -> bytes:
    return parquet([annex_table(calls)], annex_sentences(head, calls))


ANNEX_FORMS: Final[Mapping[str, Callable[[AnnexHead, pl.DataFrame], bytes]]] = {
    "pdf": render_annex,
    "csv": _csv,
    "xlsx": _excel,
    "parquet": _parquet,
}
"""By the ending of the file; each raises TooManyRows where its form cannot hold so many calls."""


def annex_file_name(head: AnnexHead, form: str) -> str:
    """Return a plain ASCII name: "annexe_FOURNIL_2026-10.csv", "annexe_FOURNIL_2026-10_lyon.pdf"."""
    entity = f"_{slug(head.entities[0]).lower()}" if len(head.entities) == 1 else ""
    whole = "_numeros-entiers" if head.whole_numbers else ""
    return f"annexe_{slug(head.company_code)}_{head.month}{entity}{whole}.{form}"
