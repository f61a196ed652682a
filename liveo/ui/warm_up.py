"""Before the first visitor: heavy imports, the open base, the first figures; and the socket of the command line."""

import importlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from liveo.cli import execute
from liveo.core.errors import LiveoError
from liveo.services.bases import base_path, open_base
from liveo.services.billing import billing_mode, invoice_run
from liveo.services.companies import company_summaries
from liveo.services.handover import Outcome, listen
from liveo.services.progress import Progress

_log = logging.getLogger("liveo")


def warm_up() -> None:
    """Import what pages draw with, open the base and compute the current documents of each company."""
    for module in ("plotly.graph_objects", "pandas", "fpdf", "liveo.rendering.charts", "liveo.rendering.invoice_pdf"):
        importlib.import_module(module)
    base = open_base()
    for company in company_summaries(base)[:10]:
        for month in company.months[-2:]:
            try:
                invoice_run(base, company.code, month, billing_mode(base, company.code, month))
            except LiveoError as refusal:
                _log.warning("warm-up of %s %s: %s", company.code, month, refusal)


def serve_commands() -> Callable[[], None]:
    """Let the command line work while this process holds the base; returns the function that stops it."""

    def run(words: Sequence[str], folder: Path, progress: Progress) -> Outcome:
        return execute(words, folder, progress, open_base)

    return listen(base_path(), run)
