"""Tables: each `table_` builder takes the edition first and hands over one piece."""

from planbook.present.tables.chapters import table_achievements, table_measures, table_tasks
from planbook.present.tables.comparison import table_two_plans, table_two_plans_series
from planbook.present.tables.indicators import (
    table_agreement,
    table_cross_checks,
    table_indicator_values,
    table_revisions,
)
from planbook.present.tables.methods import (
    table_backtest,
    table_method_examples,
    table_precedents,
    table_sensitivity_grid,
    table_thresholds,
)
from planbook.present.tables.model import Column, Row, Table
from planbook.present.tables.scorecard import table_outlooks, table_scorecard
from planbook.present.tables.situation import table_series
from planbook.present.tables.sources import table_consistency, table_figure_kinds, table_glossary, table_sources
from planbook.present.tables.strip import table_strip

__all__ = [
    "Column",
    "Row",
    "Table",
    "table_achievements",
    "table_agreement",
    "table_backtest",
    "table_consistency",
    "table_cross_checks",
    "table_figure_kinds",
    "table_glossary",
    "table_indicator_values",
    "table_measures",
    "table_method_examples",
    "table_outlooks",
    "table_precedents",
    "table_revisions",
    "table_scorecard",
    "table_sensitivity_grid",
    "table_series",
    "table_sources",
    "table_strip",
    "table_tasks",
    "table_thresholds",
    "table_two_plans",
    "table_two_plans_series",
]
