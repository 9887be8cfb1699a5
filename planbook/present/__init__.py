"""What a reader sees, made from one edition: `say_*` sentences, `table_*` tables, `chart_*` charts, each a `Piece`.

Notebooks import this and nothing else of Planbook. A builder is listed here once, in the words in which it is offered
(`import x as x`); `tests/test_present_public.py` holds that none is missing.
"""

from planbook.present.charts.achievements import chart_achievements as chart_achievements
from planbook.present.charts.agreement import chart_agreement as chart_agreement
from planbook.present.charts.breakdowns import chart_breakdown as chart_breakdown
from planbook.present.charts.bullets import chart_bullets as chart_bullets
from planbook.present.charts.multiples import chart_small_multiples as chart_small_multiples
from planbook.present.charts.pace import chart_due_against_done as chart_due_against_done
from planbook.present.charts.peers import chart_peers as chart_peers
from planbook.present.charts.rulers import chart_sensitivity as chart_sensitivity
from planbook.present.charts.series import (
    chart_series as chart_series,
    chart_situation as chart_situation,
)
from planbook.present.charts.slopes import chart_slopes as chart_slopes
from planbook.present.charts.status import chart_status_matrix as chart_status_matrix
from planbook.present.charts.trends import chart_trend as chart_trend
from planbook.present.charts.trust import (
    chart_calibration as chart_calibration,
    chart_hindsight as chart_hindsight,
)
from planbook.present.checks import agrees as agrees
from planbook.present.edition import (
    Edition as Edition,
    open_edition as open_edition,
)
from planbook.present.faces import show as show, with_drawing as with_drawing
from planbook.present.history import say_past_verdicts as say_past_verdicts
from planbook.present.pieces import Piece as Piece
from planbook.present.sentences.chapters import (
    say_achievements as say_achievements,
    say_chapter_overview as say_chapter_overview,
    say_chapter_problems as say_chapter_problems,
    say_measures as say_measures,
    say_review_overview as say_review_overview,
    say_safeguards as say_safeguards,
    say_tasks as say_tasks,
)
from planbook.present.sentences.comparison import (
    say_comparison as say_comparison,
    say_comparison_series as say_comparison_series,
    say_comparison_tests as say_comparison_tests,
)
from planbook.present.sentences.definitions import (
    say_breakdowns as say_breakdowns,
    say_indicator_definition as say_indicator_definition,
    say_related_tasks as say_related_tasks,
)
from planbook.present.sentences.duties import (
    say_duties as say_duties,
    say_office as say_office,
    say_promises as say_promises,
    say_responsibility as say_responsibility,
    say_unit_choice as say_unit_choice,
)
from planbook.present.sentences.indicators import (
    say_agreement as say_agreement,
    say_indicator_verdict as say_indicator_verdict,
    say_outlook as say_outlook,
    say_sensitivity as say_sensitivity,
)
from planbook.present.sentences.methods import (
    say_example as say_example,
    say_method_agreement as say_method_agreement,
    say_method_backtest as say_method_backtest,
    say_method_hindsight as say_method_hindsight,
    say_method_kinds as say_method_kinds,
)
from planbook.present.sentences.notes import say_glossary_terms as say_glossary_terms
from planbook.present.sentences.situation import (
    say_situation as say_situation,
    say_situation_note as say_situation_note,
)
from planbook.present.sentences.summary import (
    say_binding as say_binding,
    say_changes as say_changes,
    say_counts as say_counts,
    say_doubts as say_doubts,
    say_edition_note as say_edition_note,
    say_headline as say_headline,
    say_hindsight as say_hindsight,
    say_laggards as say_laggards,
)
from planbook.present.summaries import summarise as summarise
from planbook.present.tables.breakdowns import table_breakdown as table_breakdown
from planbook.present.tables.changes import (
    table_dropped as table_dropped,
    table_flips as table_flips,
    table_plan_changes as table_plan_changes,
    table_revisions as table_revisions,
)
from planbook.present.tables.chapters import (
    table_achievements as table_achievements,
    table_measures as table_measures,
    table_tasks as table_tasks,
)
from planbook.present.tables.comparison import (
    table_two_plans as table_two_plans,
    table_two_plans_series as table_two_plans_series,
)
from planbook.present.tables.duties import (
    table_heading_duties as table_heading_duties,
    table_office_work as table_office_work,
    table_offices as table_offices,
)
from planbook.present.tables.findings import (
    table_findings as table_findings,
    table_promises as table_promises,
)
from planbook.present.tables.indicators import (
    table_agreement as table_agreement,
    table_cross_checks as table_cross_checks,
    table_indicator_values as table_indicator_values,
)
from planbook.present.tables.methods import (
    table_backtest as table_backtest,
    table_precedents as table_precedents,
    table_sensitivity_grid as table_sensitivity_grid,
    table_thresholds as table_thresholds,
)
from planbook.present.tables.projects import (
    table_adjustments as table_adjustments,
    table_projects as table_projects,
)
from planbook.present.tables.scorecard import (
    table_outlooks as table_outlooks,
    table_scorecard as table_scorecard,
)
from planbook.present.tables.sheets import (
    table_annex as table_annex,
    table_sheet_values as table_sheet_values,
)
from planbook.present.tables.situation import (
    table_series as table_series,
    table_situation as table_situation,
)
from planbook.present.tables.sources import (
    table_consistency as table_consistency,
    table_figure_kinds as table_figure_kinds,
    table_sources as table_sources,
)
from planbook.present.tables.strip import table_strip as table_strip
from planbook.present.titles import (
    edition_title as edition_title,
    page_title as page_title,
    say_title as say_title,
)
from planbook.present.yearbook.contents import yearbook_parts as yearbook_parts
from planbook.present.yearbook.faces import table_yearbook as table_yearbook, table_yearbook_part as table_yearbook_part
from planbook.present.yearbook.sayings import (
    say_yearbook as say_yearbook,
    say_yearbook_downloads as say_yearbook_downloads,
    say_yearbook_notes as say_yearbook_notes,
    say_yearbook_part as say_yearbook_part,
    say_yearbook_title as say_yearbook_title,
    table_yearbook_contents as table_yearbook_contents,
    table_yearbook_symbols as table_yearbook_symbols,
)
from planbook.present.yearbook.take_away import say_indicator_downloads as say_indicator_downloads
