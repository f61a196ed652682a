"""The flow diagram: every euro goes from who pays to an entity and a document; names are text; nodes stay inside."""

from decimal import Decimal

import polars as pl
import pytest

from liveo.rendering.charts.allocation import sources_to_documents

SCHEMA = pl.Schema({"entity": pl.String(), "document": pl.Int64(), "recipient": pl.String(), "net": pl.Decimal(18, 2)})


def frame(*rows: tuple[str, int, str, str]) -> pl.DataFrame:
    return pl.DataFrame([(*row[:3], Decimal(row[3])) for row in rows], schema=SCHEMA, orient="row")


def paid_by(documents: pl.DataFrame, source: str = "Comptes") -> pl.DataFrame:
    """Return one payer for all that the entities pay."""
    nets = documents.group_by("entity", maintain_order=True).agg(pl.sum("net"))
    return nets.select(pl.lit(source).alias("source"), pl.lit(3).alias("subjects"), "entity", "net")


MIXED = frame(("Siège", 1, "Acme", "10.00"), ("Lyon", 1, "Acme", "31.50"), ("Nantes", 2, "Nantes", "1234.56"))


def test_flows_lead_from_payers_to_entities_to_documents() -> None:
    [flow] = sources_to_documents(paid_by(MIXED), MIXED).data
    assert list(flow.node.label) == ["Comptes", "Siège", "Lyon", "Nantes", "Acme", "Nantes"]
    assert list(flow.link.source) == [0, 0, 0, 1, 2, 3]
    assert list(flow.link.target) == [1, 2, 3, 4, 4, 5]
    assert list(flow.link.value) == [10.0, 31.5, 1234.56] * 2


def test_hover_texts_are_french_and_exact() -> None:
    [flow] = sources_to_documents(paid_by(MIXED), MIXED).data
    assert "3\xa0comptes ou ressources" in flow.link.customdata[0]
    assert "1\u202f234,56\xa0€ HT" in flow.link.customdata[5]
    assert "1\u202f276,06\xa0€ HT" in flow.node.customdata[0]
    assert "41,50\xa0€ HT" in flow.node.customdata[4]
    assert "pour 2\xa0entités" in flow.node.customdata[4]


def test_two_documents_for_the_same_recipient_stay_two() -> None:
    documents = frame(("A", 1, "Acme", "1.00"), ("B", 2, "Acme", "2.00"))
    [flow] = sources_to_documents(paid_by(documents), documents).data
    assert list(flow.link.target) == [1, 2, 3, 4]


def test_markup_in_names_is_text() -> None:
    documents = frame(("<b>A</b>", 1, "$x$ %{y}", "1.00"))
    [flow] = sources_to_documents(paid_by(documents, "<i>B</i>"), documents).data
    assert flow.node.label[0] == "&lt;i&gt;B&lt;/i&gt;"
    assert flow.node.label[1] == "&lt;b&gt;A&lt;/b&gt;"
    assert flow.node.label[2] == "&#36;x&#36; %&#123;y}"


@pytest.mark.parametrize("count", [1, 2, 25, 200])
def test_nodes_lie_in_order_inside_the_figure(count: int) -> None:
    rows = [(f"E{i}", i % 7, f"R{i % 7}", f"{i + 1}.00") for i in range(count)]
    documents = frame(*rows)
    drawn = sources_to_documents(paid_by(documents), documents)
    node = drawn.data[0].node
    left = [y for x, y in zip(node.x, node.y, strict=True) if 0.4 < x < 0.6]
    assert all(0 < place < 1 for place in (*node.x, *node.y))
    assert left == sorted(left)
    assert len(left) == count
    assert drawn.layout.height >= 200
