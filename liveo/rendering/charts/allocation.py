"""Charts of the allocation: what flows from each entity to each document."""

from collections.abc import Sequence

import plotly.graph_objects as go
import polars as pl

from liveo.core.money import total
from liveo.rendering.charts.style import ACCENT, FAINT_ACCENT, NEUTRAL, amounts, figure, hover, texts, verbatim
from liveo.rendering.french import euros, plural

NODE_HEIGHT, LEAST_HEIGHT = 26, 200
GAP, MARGIN = 8, 10
LONGEST_NAME = 34


def entities_to_documents(frame: pl.DataFrame, *, ink: str | None = None) -> go.Figure:
    """Draw what each entity pays on which document, entities on the left, documents on the right.

    Columns: ``entity`` (text), ``document`` (its number from 1), ``recipient`` (text), ``net`` (euros, Decimal with
    cents); at least one row. ``ink`` is the page's text colour: labels lie on the flows, where a theme's grey is faint.
    """
    entities = frame["entity"].unique(maintain_order=True).to_list()
    documents = frame.select("document", "recipient").unique(maintain_order=True).sort("document")
    numbers = documents["document"].to_list()
    height = max(LEAST_HEIGHT, NODE_HEIGHT * max(len(entities), len(numbers)))
    columns = [_nets(frame, "entity", entities), _nets(frame, "document", numbers)]
    flow = go.Sankey(
        arrangement="fixed",
        textfont={"shadow": "none", "size": 13, "color": ink},
        node={
            **_places(columns, height),
            "label": texts([_shortened(name) for name in (*entities, *documents["recipient"])]),
            "customdata": texts([*_entity_hovers(frame, entities), *_document_hovers(frame, documents)]),
            "hovertemplate": "%{customdata}<extra></extra>",
            "color": [ACCENT] * len(entities) + [NEUTRAL] * len(numbers),
            "thickness": 14,
            "pad": GAP,
        },
        link={
            "source": [entities.index(name) for name in frame["entity"]],
            "target": [len(entities) + numbers.index(number) for number in frame["document"]],
            "value": amounts(frame["net"]),
            "customdata": texts(
                [hover(f"{e} → {r}", f"{euros(net)} HT") for e, _, r, net in frame.iter_rows()],
            ),
            "hovertemplate": "%{customdata}<extra></extra>",
            "color": FAINT_ACCENT,
        },
    )
    return figure([flow], height=height + 2 * MARGIN)


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
            x.append(0.001 + 0.998 * place)
            y.append(min(max(top + scale * value / 2, 0.001), 0.999))
            top += scale * value + gap
    return {"x": x, "y": y}


def _nets(frame: pl.DataFrame, column: str, keys: Sequence[object]) -> list[float]:
    parts = frame.partition_by(column, as_dict=True)
    return [float(amounts(parts[key,]["net"]).sum()) for key in keys]


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
