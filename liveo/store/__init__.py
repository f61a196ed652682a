"""The memory: the only importer of duckdb; hands out polars frames to look at, or core records to charge."""
