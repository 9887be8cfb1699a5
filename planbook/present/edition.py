"""One edition in one language: what was known, and what was judged of it. Every builder takes it first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import pandas as pd

from planbook.assess import Backtest, assess_all, assess_tasks, backtest_series, count_verdicts
from planbook.assess.hindsight import Hindsight, look_back
from planbook.assess.periods import years_at
from planbook.compare import EditionDifference, PlanComparison, compare_editions, compare_plans
from planbook.errors import InputError, Problem
from planbook.load import load_inputs
from planbook.model import Aggregate, Assessment, EditionName, Inputs, PaceVerdict, Thresholds
from planbook.paths import LANGUAGES, find_project
from planbook.present import frames
from planbook.present.opened import Opened, open_once
from planbook.present.reads import Reads, current_reads, unnoted, watch
from planbook.present.words import Words, load_words

__all__ = ["Edition", "edition_name", "open_edition", "open_whole"]


@dataclass(frozen=True)
class Edition:
    """The edition of one year in one language.

    `previous_inputs` is what last year's edition knew (None in the plan's first year): the same files up to the
    year before, so that the two are compared as each was known. `reopen` gives what the edition of any earlier year
    of the plan knew; without it only last year's is looked back on.
    """

    inputs: Inputs
    language: str
    words: Words
    assessments: dict[str, Assessment]
    previous_inputs: Inputs | None = None
    previous: dict[str, Assessment] | None = None
    reopen: Callable[[int], Inputs] | None = None

    @property
    def year(self) -> int:
        return self.inputs.parameters.year

    @property
    def time(self) -> float:
        """The cut-off date in years: 2023.0 is the end of 2023, 2022.5 the middle of it."""
        return years_at(self.inputs.parameters.cut_off)

    @cached_property
    def before(self) -> Edition | None:
        """Last year's edition as it was known then; None in the plan's first year."""
        if self.previous_inputs is None or self.previous is None:
            return None
        words = self.words.of_kind(self.previous_inputs.parameters.kind)
        return Edition(self.previous_inputs, self.language, words, self.previous)

    @property
    def thresholds(self) -> Thresholds:
        """The cut-offs in force: `edition.thresholds.ahead`, `.on_pace`, `.likely`, …"""
        return self.inputs.parameters.thresholds

    def plan_row(self, subject_id: str) -> pd.Series:
        """The plan's row of one indicator or numeric task (`frames.plan_row`)."""
        return frames.plan_row(self, subject_id)

    def observations(self, subject_id: str) -> pd.DataFrame:
        """The yearly values of one indicator or numeric task (`frames.observations`)."""
        return frames.observations(self, subject_id)

    def judged(self, subject_id: str) -> pd.DataFrame:
        """What the package publishes of one indicator or numeric task, year by year (`frames.judged`)."""
        return frames.judged(self, subject_id)

    def cross_checks(self, indicator_id: str) -> pd.DataFrame:
        """What each published method says of one indicator (`frames.cross_checks`)."""
        return frames.cross_checks(self, indicator_id)

    def scorecard(self, chapter_id: str = "") -> pd.DataFrame:
        """The indicators, all or those under one heading, one row each (`frames.scorecard`)."""
        self._require_heading(chapter_id)
        return frames.scorecard(self, chapter_id)

    def counts(self) -> pd.DataFrame:
        """How many indicators stand in each class, by type (`frames.counts`)."""
        return frames.counts(self)

    def tasks(self, chapter_id: str = "") -> pd.DataFrame:
        """The numeric tasks (`frames.tasks`)."""
        self._require_heading(chapter_id)
        return frames.tasks(self, chapter_id)

    def measures(self, chapter_id: str = "") -> pd.DataFrame:
        """The qualitative measures with their status (`frames.measures`)."""
        self._require_heading(chapter_id)
        return frames.measures(self, chapter_id)

    def statuses(self, chapter_id: str = "") -> pd.DataFrame:
        """The status of the qualitative measures at the end of each year (`frames.statuses`)."""
        self._require_heading(chapter_id)
        return frames.statuses(self, chapter_id)

    def yearly_values(self, chapter_id: str = "") -> pd.DataFrame:
        """The yearly values of the main indicators (`frames.yearly_values`)."""
        self._require_heading(chapter_id)
        return frames.yearly_values(self, chapter_id)

    def responsibilities(self, chapter_id: str = "") -> pd.DataFrame:
        """Who answers for what (`duties.responsibilities`)."""
        from planbook.present import duties  # it takes an edition

        self._require_heading(chapter_id)
        return duties.responsibilities(self, chapter_id)

    def findings(self, chapter_id: str = "", office_id: str = "") -> pd.DataFrame:
        """What units wrote of this year and the one before (`duties.findings`)."""
        from planbook.present import duties

        self._require_heading(chapter_id)
        return duties.findings(self, chapter_id, office_id)

    def projects(self, chapter_id: str = "") -> pd.DataFrame:
        """The plan's projects with their latest report (`duties.projects`)."""
        from planbook.present import duties

        self._require_heading(chapter_id)
        return duties.projects(self, chapter_id)

    def reach(self) -> pd.DataFrame:
        """What the rules by which targets might be changed rest on (`duties.reach`)."""
        from planbook.present import duties

        return duties.reach(self)

    def proposals(self) -> pd.DataFrame:
        """What those rules propose (`duties.proposals`)."""
        from planbook.present import duties

        return duties.proposals(self)

    def achievements(self, chapter_id: str = "") -> pd.DataFrame:
        """The figures of the finished plan (`frames.achievements`)."""
        self._require_heading(chapter_id)
        return frames.achievements(self, chapter_id)

    def continued(self) -> pd.DataFrame:
        """Figures of the finished plan beside what goes on with them (`frames.continued`)."""
        return frames.continued(self)

    def continued_rates(self) -> pd.DataFrame:
        """What the package publishes of `continued` (`frames.continued_rates`)."""
        return frames.continued_rates(self)

    def series_rates(self) -> pd.DataFrame:
        """What the package publishes of `series_changes` (`frames.series_rates`)."""
        return frames.series_rates(self)

    def series_changes(self) -> pd.DataFrame:
        """Published series in both plans' periods (`frames.series_changes`)."""
        return frames.series_changes(self)

    def yearbook_figures(self, part: str = "") -> pd.DataFrame:
        """The figures of one part of the yearbook, or of all (`yearbook.frames.yearbook_figures`)."""
        from planbook.present.yearbook.frames import yearbook_figures

        return yearbook_figures(self, part)

    def yearbook_contents(self) -> pd.DataFrame:
        """The tables of the yearbook (`yearbook.frames.yearbook_contents`)."""
        from planbook.present.yearbook.frames import yearbook_contents

        return yearbook_contents(self)

    def context(self, series_ids: Iterable[str] = (), areas: Iterable[str] = ()) -> pd.DataFrame:
        """Published background series (`frames.context`)."""
        return frames.context(self, series_ids, areas)

    def situation(self) -> pd.DataFrame:
        """The sections of the plan's situation chapter, as its data name them (`situation.sections`)."""
        from planbook.present.situation import sections  # it takes an edition

        return sections(self)

    def situation_ratios(self) -> pd.DataFrame:
        """Published ratios that can be computed from other series (`situation.ratios`)."""
        from planbook.present.situation import ratios

        return ratios(self)

    def example_indicator(self) -> str:
        """The id of the indicator that examples are worked on, "" for none (`methods.example_indicator`)."""
        from planbook.present.methods import example_indicator  # it takes an edition

        return example_indicator(self)

    def method_classes(self) -> pd.DataFrame:
        """The classes of the published methods and where they begin (`methods.method_classes`)."""
        from planbook.present.methods import method_classes

        return method_classes(self)

    def method_examples(self) -> pd.DataFrame:
        """Invented courses on which methods differ (`methods.method_examples`)."""
        from planbook.present.methods import method_examples

        return method_examples(self)

    def plan_checks(self) -> pd.DataFrame:
        """The plan's checks of its own figures, both sides computed (`plan_checks.plan_checks`)."""
        from planbook.present.plan_checks import plan_checks  # it takes an edition

        return plan_checks(self)

    def plan_check_figures(self) -> pd.DataFrame:
        """The figures that those checks rest on (`plan_checks.plan_check_figures`)."""
        from planbook.present.plan_checks import plan_check_figures

        return plan_check_figures(self)

    def _require_heading(self, chapter_id: str) -> None:
        if chapter_id and chapter_id not in self.inputs.chapters:
            expected = f"one of {', '.join(self.inputs.chapters)}"
            problem = Problem(
                "plan/chapters.csv", "the plan has no such heading", repr(chapter_id), expected, "correct the id"
            )
            raise InputError([problem])

    @cached_property
    def task_assessments(self) -> dict[str, Assessment]:
        """Judgements of the numeric tasks, by task id."""
        return assess_tasks(self.inputs)

    @cached_property
    def aggregates(self) -> tuple[Aggregate, ...]:
        """Counts of verdicts: all first, then by system."""
        return count_verdicts(self.inputs, self.assessments)

    @cached_property
    def backtest(self) -> Backtest:
        """How far the projections can be trusted, tried on the published series known in this edition."""
        return backtest_series(self.inputs)

    @cached_property
    def earlier_inputs(self) -> dict[int, Inputs]:
        """What each earlier edition of the plan knew, oldest first; without `reopen` only last year's."""
        if self.reopen is None:
            return {} if self.previous_inputs is None else {self.year - 1: self.previous_inputs}
        return {year: self.reopen(year) for year in range(self.inputs.plan.period.first_year, self.year)}

    @cached_property
    def earlier_assessments(self) -> dict[int, dict[str, Assessment]]:
        """How each edition of `earlier_inputs` judged the indicators."""
        return {year: assess_all(inputs) for year, inputs in self.earlier_inputs.items()}

    @cached_property
    def hindsight(self) -> tuple[Hindsight, ...]:
        """What earlier editions said of years that have come since, against what came."""
        return look_back(self.earlier_assessments, self.assessments, self.year)

    def backtest_scores(self) -> pd.DataFrame:
        """Methods of forecasting by years ahead, scored on published series (`trust.backtest_scores`)."""
        from planbook.present.trust import backtest_scores  # it takes an edition

        return backtest_scores(self)

    def backtest_statements(self) -> pd.DataFrame:
        """Targets set to published series, the probability given and what came (`trust.backtest_statements`)."""
        from planbook.present.trust import backtest_statements

        return backtest_statements(self)

    def look_back(self) -> pd.DataFrame:
        """What earlier editions said of years that have come (`trust.look_back_frame`)."""
        from planbook.present.trust import look_back_frame

        return look_back_frame(self)

    @cached_property
    def comparison(self) -> PlanComparison:
        """The plan before against the running one."""
        return compare_plans(self.inputs, self.assessments)

    @cached_property
    def difference(self) -> EditionDifference | None:
        """What is otherwise than in last year's edition; None in the plan's first year."""
        if self.previous_inputs is None or self.previous is None:
            return None
        return compare_editions(self.previous_inputs, self.inputs, self.previous, self.assessments)

    @cached_property
    def pace_counts(self) -> dict[str, int]:
        """How many indicators have each verdict, by its code: what each notebook's check prints."""
        overall = self.aggregates[0]
        return {verdict.value: overall.count(verdict) for verdict in PaceVerdict}

    @cached_property
    def has_illustrative(self) -> bool:
        """Whether any figure of this edition is illustrative."""
        frames = (self.inputs.observations, self.inputs.progress, self.inputs.parts)
        return any(bool(frame["illustrative"].any()) for frame in frames if len(frame))

    @cached_property
    def official_figures(self) -> frozenset[float]:
        """Every figure that somebody published (`faces.marking.official_figures`)."""
        from planbook.present.faces.marking import official_figures  # it takes an edition

        return official_figures(self)


def _refuse_parameters(year: object, lang: object) -> None:
    """Whoever runs a notebook by hand is told what its parameters may be, in one line."""
    wrong = []
    if lang not in LANGUAGES:
        wrong.append(("lang", lang, " or ".join(map(repr, LANGUAGES))))
    if type(year) is not int and not (isinstance(year, str | EditionName) and EditionName.fits(str(year))):
        wrong.append(("year", year, 'a whole number, without quotation marks, or a month such as "2023-06"'))
    if wrong:
        raise InputError(
            [
                Problem(
                    "parameters", f"{name} cannot be this", repr(found), expected, f"set {name} in the first code cell"
                )
                for name, found, expected in wrong
            ]
        )


def _load(year: EditionName, data: Path, params: Path, official_only: bool) -> Inputs:
    """What the edition of `year` knew; of a year that the plan does not have nothing else is said."""
    try:
        return load_inputs(year, data, params, official_only)
    except InputError as error:
        first = next(
            (problem for problem in error.problems if problem.what == f"the plan has no edition of {year.year}"), None
        )
        if first is None:
            raise
        raise InputError([replace(first, fix="set year, or --year, to a year of the plan")]) from None


Year = int | str | EditionName

# What an edition computes that is the same in each language, and that many of its notebooks ask for.
_SHARED = (
    "task_assessments",
    "aggregates",
    "pace_counts",
    "backtest",
    "earlier_inputs",
    "earlier_assessments",
    "hindsight",
    "comparison",
    "has_illustrative",
    "official_figures",
)


def edition_name(year: Year, data: Path, params: Path, official_only: bool) -> str:
    """How `reads` name what an edition has open (`Opened`)."""
    return f"edition[{str(EditionName.of(year))!r}, {data.as_posix()!r}, {params.as_posix()!r}, {bool(official_only)}]"


class _WatchedEdition(Edition):
    """An edition that notes what is read of it."""

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if name in _SHARED and (watching := super().__getattribute__("__dict__").get("_watching")) is not None:
            place, found, reads = watching
            if name in found:
                return watch(value, f"{place}.found[{name!r}]", reads)
        return value


def _watched_edition(edition: Edition, name_of: Callable[[Year], str], reads: Reads) -> Edition:
    place, reopen = name_of(edition.inputs.parameters.name), edition.reopen

    def watched_reopen(earlier: int) -> Inputs:
        with reads.paused():
            inputs = cast(Callable[[int], Inputs], reopen)(earlier)
        return cast(Inputs, watch(inputs, f"{name_of(earlier)}.inputs", reads))

    def part(name: str) -> Any:
        value = getattr(edition, name)
        return None if value is None else watch(value, f"{place}.{name}", reads)

    watched = _WatchedEdition(
        part("inputs"),
        edition.language,
        edition.words,
        part("assessments"),
        part("previous_inputs"),
        part("previous"),
        watched_reopen,
    )
    found = {name: value for name, value in vars(edition).items() if name in _SHARED}
    for name, value in found.items():
        vars(watched)[name] = watch(value, f"{place}.found[{name!r}]", reads) if type(value) is dict else value
    vars(watched)["_watching"] = place, frozenset(found), reads
    return watched


def open_whole(year: Year, data: Path, params: Path, official_only: bool) -> Opened:
    """What an edition opens, with all that many notebooks ask of it; also for what is forked from this process.

    Raises
    ------
    InputError
        When the data or parameters are wrong, with every problem.
    """
    own = find_project().locales_of(data)
    words = {language: load_words(language, own=own) for language in LANGUAGES}

    def find(opened: Opened) -> dict[str, object]:
        edition = Edition(
            opened.inputs,
            LANGUAGES[0],
            words[LANGUAGES[0]],
            opened.assessments,
            opened.previous_inputs,
            opened.previous,
            lambda earlier: load_inputs(earlier, data, params, official_only),
        )
        return {name: getattr(edition, name) for name in _SHARED}

    return open_once(year, data, params, official_only, find=find)


def open_edition(
    year: Year,
    lang: str,
    data_dir: str | Path = "data",
    params_dir: str | Path = "params",
    official_only: bool = False,
) -> Edition:
    """Load, judge and hand over one edition; the first call of every notebook. "2023-06" is that of mid-2023.

    Raises
    ------
    InputError
        When the data or parameters are wrong, with every problem.
    """
    _refuse_parameters(year, lang)
    project = find_project()
    data, params = project.resolve(data_dir), project.resolve(params_dir)
    with unnoted():
        opened = open_once(year, data, params, official_only, _load)
    words = load_words(lang, opened.inputs.parameters.kind, own=project.locales_of(data)).of_edition(
        opened.inputs.parameters.name
    )

    def reopen(earlier: int) -> Inputs:
        return load_inputs(earlier, data, params, official_only)

    edition = Edition(opened.inputs, lang, words, opened.assessments, opened.previous_inputs, opened.previous, reopen)
    vars(edition).update(opened.found)
    if (reads := current_reads()) is not None:
        edition = _watched_edition(edition, lambda year: edition_name(year, data, params, official_only), reads)
    from planbook.present.faces.showing import install_faces  # faces need an Edition, so they come after it

    install_faces(edition)
    return edition
