"""The launcher: serves the dashboard, with a health route, headers, warm-up and the socket of the command line."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from liveo.ui.failures import show_failure
from liveo.ui.headers import SecurityHeaders
from liveo.ui.index_page import FrenchIndexPage
from liveo.ui.warm_up import serve_commands, warm_up

ROOT = Path(__file__).resolve().parent


async def health(request: Request) -> JSONResponse:
    """Answer that the server lives, and nothing else."""
    return JSONResponse({"statut": "ok"})


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Load what the first visitor would wait for, then keep it out of the collector's way."""
    warm_up()
    stop = serve_commands()
    gc.collect()
    gc.freeze()
    yield
    stop()
    gc.unfreeze()  # else DuckDB reports objects that nobody can collect any more


app = st.App(
    ROOT / "liveo" / "ui" / "interface.py",
    lifespan=lifespan,
    routes=[Route("/api/sante", health)],
    middleware=[Middleware(SecurityHeaders), Middleware(FrenchIndexPage)],
    on_script_error=show_failure,
)
