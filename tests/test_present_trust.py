"""What is said of the forecasts' own record: on published series, and of earlier editions."""

from __future__ import annotations

import re
from functools import cache

import pytest
from builders import make_edition
from test_present_charts import drawn_texts, size_of

from planbook.assess.backtest import score_methods
from planbook.assess.forecasters import Method
from planbook.model import OutlookVerdict
from planbook.paths import find_project
from planbook.present import (
    chart_calibration,
    chart_hindsight,
    say_hindsight,
    say_method_backtest,
    say_method_hindsight,
    table_backtest,
)
from planbook.present.edition import Edition, open_edition


@cache
def shipped(year: int, language: str) -> Edition:
    project = find_project()
    return open_edition(year, language, project.data, project.params)


class TestTheGoalsOfTheForecast:
    """On the published series: covers what it says, and scores better than the line and than no change."""

    @pytest.mark.parametrize("year", [2023, 2025])
    def test_intervals_cover_about_what_they_say_at_every_horizon(self, year):
        for score in score_methods(shipped(year, "en").backtest):
            if score.method is Method.DRIFT:
                low, high = (0.75, 0.85) if score.horizon is None else score.expected
                assert low <= score.coverage <= high, (score.horizon, score.coverage)

    @pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
    def test_it_scores_better_than_the_line_and_no_change(self, year):
        scores = {one.method: one for one in score_methods(shipped(year, "en").backtest) if one.horizon is None}
        for other in (Method.LINE, Method.NO_CHANGE, Method.DRIFT_PLAIN):
            assert scores[Method.DRIFT].distribution_score < scores[other].distribution_score
            assert scores[Method.DRIFT].interval_score < scores[other].interval_score
            assert scores[Method.DRIFT].brier < scores[other].brier


class TestRecord:
    def test_where_too_few_series_are_known_nothing_is_said_of_the_record(self):
        nothing = make_edition("en").backtest
        assert nothing.interval_record(2) is None
        assert nothing.verdict_record(OutlookVerdict.LIKELY) is None

    def test_the_scores_frame_has_every_method_at_every_horizon(self):
        frame = shipped(2023, "en").backtest_scores()
        # all, and one to three years ahead; the mean is a way of growth rates only
        assert len(frame) == (len(Method) - 1) * 4
        assert frame.attrs["illustrative"] is False

    def test_the_table_counts_each_trial_once_by_kind_of_unit(self):
        result = shipped(2023, "en").backtest
        assert sum(entry.trials for entry in result.unit_kinds) == result.trials == 69
        assert "By kind of unit" in table_backtest(shipped(2023, "en")).text

    def test_statements_are_those_of_the_verdicts(self):
        edition = shipped(2023, "en")
        statements = edition.backtest_statements()
        likely = statements[statements["probability"] >= edition.thresholds.likely]
        record = next(one for one in edition.backtest.verdicts if one.verdict is OutlookVerdict.LIKELY)
        assert (len(likely), likely["met"].sum()) == (record.statements, record.met)


class TestHindsight:
    def test_the_first_edition_has_nothing_to_look_back_on(self):
        assert shipped(2021, "en").hindsight == ()
        assert "nothing to look back on" in say_hindsight(shipped(2021, "en")).text
        assert "of 2021" in chart_hindsight(shipped(2021, "en")).text

    def test_made_up_values_are_scored_apart_and_marked(self):
        edition = shipped(2023, "en")
        entries = [one for one in edition.hindsight if one.made_in == 2022]
        assert all(one.illustrative for one in entries)
        held = sum(one.held for one in entries)
        said = say_hindsight(edition).text
        assert f"{held} of {len(entries)} intervals given one year ahead contain the values now reported." in said
        assert "These are illustrative and say nothing about the method ◇." in said
        assert "published value" not in said

    def test_every_earlier_edition_is_looked_back_on(self):
        frame = shipped(2025, "en").look_back()
        assert set(frame["made_in"]) == {2022, 2023, 2024}  # 2021 knew too few values to project
        assert frame["met"].notna().all()  # the target year has come
        assert "were met" in say_method_hindsight(shipped(2025, "en")).text

    def test_it_is_what_the_edition_itself_had_said(self):
        then = shipped(2022, "en").assessments["i03"].forecast
        now = next(one for one in shipped(2023, "en").hindsight if one.indicator_id == "i03")
        assert (2023, now.centre, now.low, now.high) == then.path[1]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("chart", [chart_calibration, chart_hindsight])
def test_no_text_of_the_charts_is_cut_off_or_covers_another(chart, language):
    piece = chart(shipped(2023, language))
    for svg in re.findall(r"<svg.*?</svg>", piece.html + piece.svg, re.DOTALL):
        width, height = size_of(svg)
        boxes = [
            (line.left, line.baseline - 0.72 * line.size, line.right, line.baseline + 0.08 * line.size, line.text)
            for line in drawn_texts(svg)
        ]
        assert boxes
        for place, (left, top, right, bottom, text) in enumerate(boxes):
            assert left >= -1 and right <= width + 1 and top >= 0 and bottom <= height, (width, text)
            for other in boxes[place + 1 :]:
                apart = right <= other[0] + 1 or other[2] <= left + 1 or bottom <= other[1] or other[3] <= top
                assert apart, (width, text, other[4])


@pytest.mark.parametrize("say", [say_method_backtest, say_method_hindsight, say_hindsight])
def test_the_english_sentences_hold_no_chinese(say):
    assert re.findall("[㐀-鿿]+", say(shipped(2023, "en")).text) == []
