"""Who belongs to which entity, as a file for a spreadsheet that can be changed there and read back."""

from collections.abc import Mapping

import polars as pl

from liveo.rendering.consumption_tables import spreadsheet


def assignments_csv(members: pl.DataFrame, entities: Mapping[int, str]) -> bytes:
    """Return members, one line each, with their code, name, number, entity (empty for none) and first day there.

    ``members`` has the columns code, name, number, entity_id and since; ``entities`` the name of each.
    """
    return spreadsheet(
        members.select(
            pl.col("code").alias("Compte"),
            pl.col("name").alias("Nom"),
            pl.col("number").alias("Numéro"),
            pl.col("entity_id").replace_strict(entities, default="", return_dtype=pl.String).alias("Entité"),
            pl.when(pl.col("since").dt.year() > 1).then(pl.col("since").dt.to_string("%d/%m/%Y")).alias("Depuis"),
        )
    )
