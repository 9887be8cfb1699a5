"""What no schema can say: whether the figures, sources and texts of the tables agree with each other.

Every check here takes the tables as text and passes over cells that are no number or name nothing; those are the
schema's to report. So all problems of all files come out at once.
"""

from __future__ import annotations

from planbook.errors import Problem
from planbook.load.background import check_background
from planbook.load.facts import gather_facts
from planbook.load.figures import check_observations, check_progress
from planbook.load.mappings import Document
from planbook.load.plan_checks import check_plan_checks
from planbook.load.situation import check_situation
from planbook.load.sources import check_sources
from planbook.load.tables import Tables
from planbook.load.targets import check_targets
from planbook.load.texts import check_texts
from planbook.load.yearbook import check_yearbook

__all__ = ["check_content"]


def check_content(year: int, tables: Tables, plan: Document) -> tuple[Problem, ...]:
    """Every problem of content in what the edition of `year` reads."""
    facts = gather_facts(tables, plan)
    return (
        *check_targets(tables, facts),
        *check_observations(year, tables, facts),
        *check_progress(year, tables, facts),
        *check_background(tables, facts),
        *check_sources(tables, facts),
        *check_texts(tables),
        *check_yearbook(tables),
        *check_plan_checks(tables),
        *check_situation(tables),
    )
