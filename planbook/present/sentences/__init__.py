"""Sentences with figures: each `say_` builder takes the edition first and hands over one piece.

Sentences are chosen by rules from the facts and filled from templates in `site/locales/`; no number is typed by
hand, and none says more than the data hold.
"""

from planbook.present.sentences.chapters import (
    say_achievements,
    say_chapter_overview,
    say_chapter_problems,
    say_measures,
    say_review_overview,
    say_safeguards,
    say_tasks,
)
from planbook.present.sentences.comparison import say_comparison, say_comparison_series, say_comparison_tests
from planbook.present.sentences.definitions import say_indicator_definition, say_related_tasks
from planbook.present.sentences.indicators import (
    say_agreement,
    say_citation,
    say_indicator_verdict,
    say_outlook,
    say_sensitivity,
)
from planbook.present.sentences.method_checks import (
    say_method_agreement,
    say_method_destatis,
    say_method_open_sdg,
    say_method_un_progress_chart,
)
from planbook.present.sentences.methods import (
    say_method_backtest,
    say_method_comparison,
    say_method_kinds,
    say_method_outlook,
    say_method_pace,
    say_method_sensitivity,
)
from planbook.present.sentences.notes import say_empty, say_glossary_terms
from planbook.present.sentences.situation import (
    say_situation_ageing,
    say_situation_consumption,
    say_situation_income,
    say_situation_note,
    say_situation_population,
)
from planbook.present.sentences.summary import (
    headline,
    say_binding,
    say_changes,
    say_counts,
    say_doubts,
    say_edition_note,
    say_headline,
    say_laggards,
)

__all__ = [
    "headline",
    "say_achievements",
    "say_agreement",
    "say_binding",
    "say_changes",
    "say_chapter_overview",
    "say_chapter_problems",
    "say_citation",
    "say_comparison",
    "say_comparison_series",
    "say_comparison_tests",
    "say_counts",
    "say_doubts",
    "say_edition_note",
    "say_empty",
    "say_glossary_terms",
    "say_headline",
    "say_indicator_definition",
    "say_indicator_verdict",
    "say_laggards",
    "say_measures",
    "say_method_agreement",
    "say_method_backtest",
    "say_method_comparison",
    "say_method_destatis",
    "say_method_kinds",
    "say_method_open_sdg",
    "say_method_outlook",
    "say_method_pace",
    "say_method_sensitivity",
    "say_method_un_progress_chart",
    "say_outlook",
    "say_related_tasks",
    "say_review_overview",
    "say_safeguards",
    "say_sensitivity",
    "say_situation_ageing",
    "say_situation_consumption",
    "say_situation_income",
    "say_situation_note",
    "say_situation_population",
    "say_tasks",
]
