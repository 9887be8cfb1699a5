"""What catalogues are told of the data: made-up figures first of all, author and licence as the plan's data say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import make_edition, make_inputs

from planbook.model import Licence, Text
from planbook.paths import LANGUAGES, find_project
from planbook.present.citation import STYLES, cite_edition
from planbook.present.edition import open_edition
from planbook.publish.description import describe_data


def published_by(publisher: Text, licence: Licence | None = None):
    inputs = make_inputs()
    return make_edition("en", replace(inputs, plan=replace(inputs.plan, publisher=publisher, licence=licence)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_reads_first_that_figures_are_made_up(language):
    edition = open_edition(2023, language, find_project().data, find_project().params)
    described = describe_data(edition)
    warning = edition.words("downloads.citation.illustrative", area=edition.words.text(edition.inputs.plan.area))
    for address in ("index", "indicators/i04"):
        assert described[address]["description"].startswith(warning)
        assert described[address]["creativeWorkStatus"] == edition.words("illustrative.name")


def test_of_published_figures_nothing_is_warned():
    edition = open_edition(2023, "en", find_project().data, find_project().params, official_only=True)
    assert all("creativeWorkStatus" not in said for said in describe_data(edition).values())
    assert "llustrative" not in cite_edition(edition)


def test_author_and_licence_are_those_of_the_plans_data():
    office = Text("示例局", "Example Office")
    licence = Licence(
        "CC0-1.0", Text("公有领域", "public domain"), "https://creativecommons.org/publicdomain/zero/1.0/"
    )
    edition = published_by(office, licence)
    said = describe_data(edition)["index"]
    assert said["creator"]["name"] == "Example Office" and said["license"] == licence.path
    for style in STYLES.values():
        assert "Example Office" in style.text(edition) and "Planbook" not in style.text(edition)


def test_without_a_licence_none_is_told():
    edition = published_by(Text("示例局", "Example Office"))
    assert "license" not in describe_data(edition)["index"]
    assert "creativecommons" not in STYLES["txt"].text(edition)


def test_a_page_is_cited_with_what_it_holds():
    edition = open_edition(2023, "zh", find_project().data, find_project().params)
    assert "含示例数据" in cite_edition(edition)
