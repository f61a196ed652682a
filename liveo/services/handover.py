"""One writer: whoever holds the base runs the commands of the others, through a socket only this user can open.

The holder listens beside its base; a command that finds the base held sends its words there and prints what comes
back, line by line. Nothing listens on the network.
"""

import hashlib
import json
import os
import socket
import socketserver
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from liveo.services.progress import Progress

MAX_REQUEST_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command leaves: its exit code and what it prints where."""

    exit_code: int
    stdout: str = ""
    stderr: str = ""


Execute = Callable[[Sequence[str], Path, Progress], Outcome]
"""(words of the command, working directory, progress) -> outcome."""


def listen(base_path: Path, execute: Execute) -> Callable[[], None]:
    """Run commands for others from now on, in threads; returns the function that stops it."""
    address = socket_path(base_path)
    address.unlink(missing_ok=True)
    before = os.umask(0o177)
    try:
        server = _Server(str(address), _handler(execute))
    finally:
        os.umask(before)
    threading.Thread(target=server.serve_forever, name="liveo-handover", daemon=True).start()

    def stop() -> None:
        server.shutdown()
        server.server_close()
        address.unlink(missing_ok=True)

    return stop


def hand_over(base_path: Path, words: Sequence[str], progress: Progress) -> Outcome | None:
    """Let the holder of the base run a command; None when nobody listens."""
    request = json.dumps({"words": list(words), "folder": str(Path.cwd())})
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            line.connect(str(socket_path(base_path)))
        except OSError:
            return None
        line.sendall(request.encode() + b"\n")
        return _follow(line, progress)


def _follow(line: socket.socket, progress: Progress) -> Outcome:
    with line.makefile("r", encoding="utf-8") as replies:
        for text in replies:
            reply = json.loads(text)
            if "exit_code" in reply:
                return Outcome(**reply)
            progress(reply["done"], reply["label"])
    return Outcome(
        2, stderr="Le tableau de bord s'est arrêté pendant la commande : relancez-la, rien n'est à moitié fait.\n"
    )


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


def _handler(execute: Execute) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            request = json.loads(self.rfile.readline(MAX_REQUEST_BYTES))
            outcome = execute(request["words"], Path(request["folder"]), self._report)
            self._send({"exit_code": outcome.exit_code, "stdout": outcome.stdout, "stderr": outcome.stderr})

        def _report(self, done: float, label: str) -> None:
            self._send({"done": done, "label": label})

        def _send(self, reply: dict[str, object]) -> None:
            with suppress(OSError):  # whoever asked has gone: the command is finished all the same
                self.wfile.write(json.dumps(reply).encode() + b"\n")

    return Handler


def socket_path(base_path: Path) -> Path:
    """Unix sockets allow some hundred characters, so the name stands for the path of the base."""
    name = hashlib.sha256(str(base_path.resolve()).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"liveo-{os.getuid()}-{name}.sock"
