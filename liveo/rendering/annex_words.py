"""What an annex says of itself, and the table of its calls for a spreadsheet."""

from collections.abc import Sequence

import polars as pl

from liveo.core.annex import AnnexHead
from liveo.core.destinations import CallKind, Destination
from liveo.core.money import MICROS_PER_EURO
from liveo.rendering.consumption_tables import countries_named, country, numbers_written
from liveo.rendering.french import day, duration, micro_euros, of_month, plural
from liveo.rendering.labels import label

_DESTINATIONS = {str(code): label(code) for code in Destination}
_KINDS = {str(code): label(code) for code in CallKind}


def annex_title(head: AnnexHead) -> str:
    """Name the document: "Détail des communications d'octobre 2026"."""
    return f"Détail des communications {of_month(head.month)}"


def annex_owner(head: AnnexHead) -> str:
    """Say whose calls these are: the company, with the entities where they are not all."""
    if not head.entities:
        return head.company_name
    others = f" et {len(head.entities) - 3} autres entités" if len(head.entities) > 3 else ""
    return f"{head.company_name}, {', '.join(head.entities[:3])}{others}"


def annex_sentences(head: AnnexHead, calls: pl.DataFrame) -> list[str]:
    """Say of what and of whom, how much, what is hidden, what is left out, and how long it is kept."""
    with_invoice = f", annexe à {', '.join(head.invoices[:6])}" if head.invoices else ""
    others = f" et {len(head.invoices) - 6} autres factures" if len(head.invoices) > 6 else ""
    seconds = int(calls["seconds"].sum())
    return [
        f"{annex_owner(head)}{with_invoice}{others}.",
        f"{plural(calls.height, 'appel')}, {duration(seconds)}, {micro_euros(head.amount_micros)} HT avant l'arrondi "
        "au centime de chaque ligne de facture. Heures de Paris ; seuls les appels sortants aboutis sont facturés.",
        *_hidden(head),
        *_unlisted(head),
        *([f"Ce détail est effacé à partir du {day(head.purge_day)}."] if not head.whole_numbers else []),
    ]


def annex_table(calls: pl.DataFrame) -> pl.DataFrame:
    """Return one row per call, for a spreadsheet: names, real time, number as dialled, seconds, exact euros."""
    return calls.select(
        pl.col("started_at").dt.replace_time_zone(None).dt.cast_time_unit("ms").alias("Début"),
        pl.col("account").alias("Code compte"),
        pl.col("account_name").alias("Compte"),
        pl.col("entity_name").alias("Entité"),
        pl.col("kind").replace_strict(_KINDS, return_dtype=pl.String).alias("Genre"),
        pl.col("destination").replace_strict(_DESTINATIONS, return_dtype=pl.String).alias("Destination"),
        countries_named(calls).alias("Pays"),
        numbers_written(calls).alias("Numéro"),
        pl.col("seconds").alias("Durée (s)"),
        pl.col("included_seconds").alias("Dont forfait (s)"),
        (pl.col("amount_micros").cast(pl.Decimal(24, 6)) / MICROS_PER_EURO).alias("Prix HT (€)"),
    )


def place(destination: str, code: str) -> str:
    """Name where a call went, with its country abroad: "International Mobile, Maroc" is "Maroc, mobile"."""
    name = _DESTINATIONS[destination]
    return name if code in ("", "FR") else f"{country(code)} ({name.split()[-1].lower()})"


def _hidden(head: AnnexHead) -> Sequence[str]:
    if head.whole_numbers:
        return ["Numéros entiers, à la demande motivée d'un administrateur : à ne remettre qu'à qui en a besoin."]
    return ["Les quatre derniers chiffres des numéros appelés sont masqués."]


def _unlisted(head: AnnexHead) -> Sequence[str]:
    if not head.unlisted_calls:
        return []
    count = plural(head.unlisted_calls, "appel")
    return [f"Non détaillés : {count} vers des numéros d'urgence, d'aide ou gratuits, compris dans le total."]
