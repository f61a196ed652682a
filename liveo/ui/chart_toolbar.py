"""The toolbar of charts: under the mouse, one button that saves the chart as a picture; the browser makes it itself."""

from typing import Any, Final

_SCALE: Final = 2
"""Sharp on a projector."""


def picture_toolbar(name: str) -> dict[str, Any]:
    """Return the settings of a chart whose picture is saved under ``name``, with words in French."""
    return {
        "displayModeBar": "hover",
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": f"liveo_{name}", "scale": _SCALE},
        "locale": "fr",
        "locales": {"fr": {"dictionary": {"Download plot as a PNG": "Enregistrer l'image (PNG)"}}},
    }
