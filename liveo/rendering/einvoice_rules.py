"""The official rules of e-invoices, asked of the one process that runs them (see ``rules_worker``).

The process starts with the first question, answers the documents of all threads one by one, and ends with this one.
"""

import base64
import json
import selectors
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path

from liveo.core.errors import LiveoError

PATIENCE_SECONDS = 120
"""The sheets are compiled in some 3 seconds; a thousand lines are checked in as many."""
_ROOT = Path(__file__).parents[2]


class RulesUnavailable(LiveoError):
    """The official rules could not be run: nothing may be issued that they did not see."""


def broken_rules(xml: bytes) -> tuple[str, ...]:
    """Return the text of each rule of EN 16931 and of its French use that a document breaks; none when it is clean.

    Raises RulesUnavailable.
    """
    return _checker().ask(xml)


class _Checker:
    """The process and the lock in front of it; a process that is lost is replaced at the next question."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def ask(self, xml: bytes) -> tuple[str, ...]:
        with self._lock:
            try:
                return tuple(dict.fromkeys(json.loads(self._answer(base64.b64encode(xml).decode()))))
            except (OSError, ValueError) as error:
                self._end()
                raise RulesUnavailable(
                    "Les règles officielles des factures électroniques n'ont pas pu être vérifiées : rien n'est émis. "
                    "Recommencez ; si cela se répète, réinstallez les bibliothèques (make run)."
                ) from error

    def _answer(self, request: str) -> str:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{request}\n")
        process.stdin.flush()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            if not selector.select(PATIENCE_SECONDS):
                raise TimeoutError("the rules did not answer")
        return process.stdout.readline()

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", "liveo.rendering.rules_worker"]
            pipe = subprocess.PIPE
            # The interpreter that runs this, with a module of ours.
            self._process = subprocess.Popen(command, cwd=_ROOT, stdin=pipe, stdout=pipe, text=True)  # noqa: S603
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@cache
def _checker() -> _Checker:
    return _Checker()
