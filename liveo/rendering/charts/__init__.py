"""One function for each chart: a frame in, a figure out; French in every text, never a number formatted by a browser.

Frames arrive in the order in which they are to be shown. ``customdata`` holds the code behind each mark first, for a
page that lets people click, and the hover text second.
"""

from plotly.graph_objects import Figure

from liveo.rendering.charts.comparison import before_after, modes_compared, month_trend, savings
from liveo.rendering.charts.style import COLOURS, PALETTE
from liveo.rendering.charts.usage import Measure, bar_by_destination, bar_by_entity, busy_hours, usage_over_time

__all__ = [
    "COLOURS",
    "PALETTE",
    "Figure",
    "Measure",
    "bar_by_destination",
    "bar_by_entity",
    "before_after",
    "busy_hours",
    "modes_compared",
    "month_trend",
    "savings",
    "usage_over_time",
]
