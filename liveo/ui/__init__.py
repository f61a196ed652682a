"""The widgets: with pages and the launcher, the only importer of streamlit."""
