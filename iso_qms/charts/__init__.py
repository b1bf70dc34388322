"""Charts drawn by the server as SVG: bars, parts of bars, columns, Pareto, and a trend with its control limits. Pure.

A chart stands beside its table and never instead of it. Colours come from the style sheet by class; the attributes
beside the classes keep a drawing legible without it, so the same picture can go into a PDF. Nothing is styled inline,
and no meaning rests on colour: parts differ by pattern, signals by shape, and every bar bears its figure.
"""

from iso_qms.charts.bars import columns, horizontal
from iso_qms.charts.control import Control, individuals, ratios, signals_of
from iso_qms.charts.pareto import cumulative, pareto
from iso_qms.charts.sheet import Bar, percent, shown
from iso_qms.charts.stacks import Stack, stacked
from iso_qms.charts.trend import trend

__all__ = [
    "Bar",
    "Control",
    "Stack",
    "columns",
    "cumulative",
    "horizontal",
    "individuals",
    "pareto",
    "percent",
    "ratios",
    "shown",
    "signals_of",
    "stacked",
    "trend",
]
