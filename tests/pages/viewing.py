"""Opens a page of the dashboard as a browser would, without one: the frame first, then the page in it."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def open_page(page: str, company: str, month: str = "2026-10", **address: str) -> AppTest:
    """Return a page shown for a company and a month, with parameters of the address."""
    at = AppTest.from_file(str(ROOT / "liveo" / "ui" / "interface.py"), default_timeout=60)
    at.session_state["entreprise"], at.session_state["mois"] = company, month
    for name, value in address.items():
        at.query_params[name] = value
    at.run()
    return at.switch_page(str(ROOT / "pages" / f"{page}.py")).run()


def assert_sound(at: AppTest) -> None:
    """Fail when the page shows a failure."""
    assert [e.value for e in at.exception] == []
    assert [e.value for e in at.error] == []


def words(at: AppTest) -> str:
    """Return every text of the page's body as it is read: ordinary spaces, no escapes of markdown."""
    kinds = ("markdown", "caption", "info", "warning", "subheader", "title")
    found = [str(element.value) for kind in kinds for element in getattr(at.main, kind)]
    found += [f"{metric.label} {metric.value}" for metric in at.main.metric]
    found += [element.label for element in (*at.main.button, *at.main.expander)]
    return "\n".join(found).replace("\u202f", " ").replace("\xa0", " ").replace("−", "-").replace("\\", "")


def metrics(at: AppTest) -> dict[str, str]:
    """Return the figures of the page by their label."""
    return {metric.label: metric.value for metric in at.main.metric}
