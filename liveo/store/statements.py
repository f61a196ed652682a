"""The SQL of the product, read from its files: nothing else is ever run."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

import duckdb


@cache
def query(name: str) -> str:
    """Return the text of ``queries/<name>.sql``."""
    return resources.files("liveo.store").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")


@cache
def statements(name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return each statement of ``liveo/store/<name>.sql`` with the names of its parameters."""
    text = resources.files("liveo.store").joinpath(f"{name}.sql").read_text(encoding="utf-8")
    return tuple((found.query, frozenset(found.named_parameters)) for found in duckdb.extract_statements(text))


@cache
def schema_statements() -> tuple[str, ...]:
    """Return what makes an empty base: the statements of ``schema/*.sql``, files in the order of their names."""
    folder = resources.files("liveo.store").joinpath("schema")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    texts = [file.read_text(encoding="utf-8") for file in files]
    return tuple(found.query for text in texts for found in duckdb.extract_statements(text))


@cache
def inserts() -> Mapping[str, str]:
    """Return one insert statement for each table of the schema: a table name never comes from outside."""
    words = [_without_comments(text).split() for text in schema_statements()]
    tables = [line[2] for line in words if line[:2] == ["create", "table"]]
    return {table: f"insert into {table} by name select * from incoming" for table in tables}  # noqa: S608


def fingerprint_statement() -> str:
    """Return what tells two tables apart: number of rows, and a sum that any changed, lost or doubled row moves.

    Takes ``table``, a qualified name.
    """
    return "select count(*), coalesce(sum(hash(rows_of_table)), 0)::varchar from query_table($table) rows_of_table"


def copying_statement(catalogue: str) -> str:
    """Return what copies everything of an open base, by the name DuckDB gave it, into the one attached as backup."""
    quoted = catalogue.replace('"', '""')
    return f'copy from database "{quoted}" to backup'


def _without_comments(statement: str) -> str:
    return "\n".join(line.partition("--")[0] for line in statement.splitlines())
