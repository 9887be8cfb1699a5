"""The district among peers: what stands beside an indicator, and what must not."""

from __future__ import annotations

from functools import cache

import pytest

from planbook.paths import LANGUAGES, find_project
from planbook.present import chart_peers
from planbook.present.edition import Edition, open_edition


@cache
def shipped(year: int, language: str) -> Edition:
    project = find_project()
    return open_edition(year, language, project.data, project.params)


def test_numbers_of_things_are_set_side_by_side_as_shares_of_their_own_targets():
    # context/values.csv: 12,000 of 15,000 in the city = 80 %; observations: 276 of 300 = 92 %
    piece = chart_peers(shipped(2023, "zh"), "i05")
    assert piece.figure.title.startswith("认知障碍照护床位完成2025年目标的比例：")
    assert "92.0%\u00a0◇" in piece.figure.title and "80.0%" in piece.figure.title
    assert "养老机构内的认知障碍照护床位" in piece.figure.source  # how the city's figure differs


def test_beds_in_institutions_never_stand_beside_all_beds():
    for year in (2021, 2023, 2025):
        piece = chart_peers(shipped(year, "en"), "i03")
        assert piece.figure is None and "<svg" not in piece.html
        assert "163,600" not in piece.html and "institutions" in piece.text


def test_a_share_of_institutions_only_is_named_and_not_drawn():
    piece = chart_peers(shipped(2023, "en"), "i04")
    assert "58.9" not in piece.html and "China is left out" in piece.figure.source
    assert [row[0] for row in piece.data.rows] == ["Chongming", "Shanghai"]
    assert piece.data.rows[1][1:] == ("not published", "60.0%")


def test_an_edition_shows_no_later_value():
    assert chart_peers(shipped(2023, "zh"), "i07").html == ""  # the city's is of 2024
    assert "82.0%" in chart_peers(shipped(2024, "zh"), "i07").figure.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_indicator_without_peers_shows_nothing(language):
    piece = chart_peers(shipped(2023, language), "i12")
    assert (piece.html, piece.markdown, piece.text) == ("", "", "")
