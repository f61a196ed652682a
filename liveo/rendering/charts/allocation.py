"""Charts of the allocation: what flows from who pays to each entity, and from there to each document."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
import polars as pl

from liveo.core.money import total
from liveo.rendering.charts.style import ACCENT, FAINT_ACCENT, NEUTRAL, amounts, figure, hover, texts, verbatim
from liveo.rendering.french import euros, plural

NODE_HEIGHT, LEAST_HEIGHT = 26, 200
GAP, MARGIN = 8, 10
LONGEST_NAME = 34
SUBJECTS = ("compte ou ressource", "comptes ou ressources")


def sources_to_documents(sources: pl.DataFrame, documents: pl.DataFrame, *, ink: str | None = None) -> go.Figure:
    """Draw who pays in which entity, and what each entity pays on which document, from left to right.

    ``sources``: ``source`` (text), ``subjects`` (how many), ``entity`` (text), ``net`` (euros, Decimal with cents).
    ``documents``: ``entity``, ``document`` (its number from 1), ``recipient`` (text), ``net``; at least one row each,
    with the same entities. ``ink`` is the page's text colour: labels lie on the flows, where a theme's grey is faint.
    """
    payers = sources["source"].unique(maintain_order=True).to_list()
    entities = documents["entity"].unique(maintain_order=True).to_list()
    receivers = documents.select("document", "recipient").unique(maintain_order=True).sort("document")
    numbers = receivers["document"].to_list()
    height = max(LEAST_HEIGHT, NODE_HEIGHT * max(len(payers), len(entities), len(numbers)))
    columns = [
        _nets(sources, "source", payers),
        _nets(documents, "entity", entities),
        _nets(documents, "document", numbers),
    ]
    names = (*payers, *entities, *receivers["recipient"])
    hovers = (*_payer_hovers(sources, payers), *_entity_hovers(documents, entities))
    flow = go.Sankey(
        arrangement="fixed",
        textfont={"shadow": "none", "size": 13, "color": ink},
        node={
            **_places(columns, height),
            "label": texts([_shortened(name) for name in names]),
            "customdata": texts([*hovers, *_document_hovers(documents, receivers)]),
            "hovertemplate": "%{customdata}<extra></extra>",
            "color": [NEUTRAL] * len(payers) + [ACCENT] * len(entities) + [NEUTRAL] * len(numbers),
            "thickness": 14,
            "pad": GAP,
        },
        link=_links(sources, documents, payers, entities, numbers),
    )
    return figure([flow], height=height + 2 * MARGIN)


def _links(
    sources: pl.DataFrame, documents: pl.DataFrame, payers: list[str], entities: list[str], numbers: list[int]
) -> dict[str, Any]:
    middle, right = len(payers), len(payers) + len(entities)
    parts = sources.select("source", "subjects", "entity", "net").iter_rows()
    paid = documents.select("entity", "recipient", "net").iter_rows()
    return {
        "source": [
            *(payers.index(name) for name in sources["source"]),
            *(middle + entities.index(name) for name in documents["entity"]),
        ],
        "target": [
            *(middle + entities.index(name) for name in sources["entity"]),
            *(right + numbers.index(number) for number in documents["document"]),
        ],
        "value": np.concatenate([amounts(sources["net"]), amounts(documents["net"])]),
        "customdata": texts(
            [
                *(
                    hover(
                        f"{s} → {e}", plural(count, "compte ou ressource", "comptes ou ressources"), f"{euros(net)} HT"
                    )
                    for s, count, e, net in parts
                ),
                *(hover(f"{e} → {r}", f"{euros(net)} HT") for e, r, net in paid),
            ]
        ),
        "hovertemplate": "%{customdata}<extra></extra>",
        "color": FAINT_ACCENT,
    }


def _places(columns: Sequence[Sequence[float]], height: int) -> dict[str, list[float]]:
    """Put each column of nodes in order from top to bottom, its gaps spread over the height.

    Plotly draws all nodes at the scale of the fullest column, and wants the middle of each strictly between 0 and 1.
    """
    scale = min((1 - (len(nodes) - 1) * GAP / height) / sum(nodes) for nodes in columns)
    x, y = [], []
    for place, nodes in enumerate(columns):
        gap = (1 - scale * sum(nodes)) / (len(nodes) - 1 or 2)
        top = 0.0 if len(nodes) > 1 else gap
        for value in nodes:
            x.append(0.001 + 0.998 * place / (len(columns) - 1))
            y.append(min(max(top + scale * value / 2, 0.001), 0.999))
            top += scale * value + gap
    return {"x": x, "y": y}


def _nets(frame: pl.DataFrame, column: str, keys: Sequence[object]) -> list[float]:
    parts = frame.partition_by(column, as_dict=True)
    return [float(amounts(parts[key,]["net"]).sum()) for key in keys]


def _payer_hovers(sources: pl.DataFrame, payers: Sequence[str]) -> list[str]:
    parts = sources.partition_by("source", as_dict=True)
    return [hover(name, f"{euros(total(parts[name,]['net'].to_list()))} HT") for name in payers]


def _entity_hovers(frame: pl.DataFrame, entities: Sequence[str]) -> list[str]:
    parts = frame.partition_by("entity", as_dict=True)
    return [hover(name, f"{euros(total(parts[name,]['net'].to_list()))} HT") for name in entities]


def _document_hovers(frame: pl.DataFrame, documents: pl.DataFrame) -> list[str]:
    parts = frame.partition_by("document", as_dict=True)
    return [
        hover(
            recipient,
            f"{euros(total(parts[number,]['net'].to_list()))} HT",
            f"pour {plural(parts[number,].height, 'entité')}",
        )
        for number, recipient in documents.iter_rows()
    ]


def _shortened(name: str) -> str:
    return verbatim(name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…")
