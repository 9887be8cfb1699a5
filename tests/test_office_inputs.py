"""Every kind of input that offices really send: refused, warned of, or read as meant, as its case says."""

import csv
import io
import re
import shutil

import pytest
from bad_inputs.project import make_project
from office_inputs import as_it_comes, damaged, flags, handed_in, texts  # noqa: F401  their cases
from office_inputs.cases import CASES

from planbook.assess import assess_all
from planbook.load import load_inputs
from planbook.load.data import read_data
from planbook.model import Flag, OutlookVerdict, PaceVerdict
from planbook.paths import find_project
from planbook.present.edition import open_edition
from planbook.present.sentences.indicators import verdict_sentence
from planbook.present.subjects import indicator_subject


@pytest.mark.parametrize("name", sorted(CASES))
def test_an_input_comes_out_as_it_should(name, tmp_path):
    bad = make_project(tmp_path / "project")
    CASES[name].spoil(bad)
    CASES[name].expect(bad, read_data(2023, bad.path("data"), "data").problems)


@pytest.mark.parametrize(
    ("year", "old", "new", "said"),
    [
        (2023, "i13,2023,40.7,", "i13,2023,0.407,", ("error", "given in another unit")),
        (2023, "i12,2023,17.5,", "i12,2023,0.175,", ("error", "given in another unit")),
        (2023, "i04,2023,42,,illustrative_returns,,\n", "", ("warning", "1 of 17 indicators have no row for 2023")),
    ],
)
def test_the_shipped_plan_is_held_to_the_same(year, old, new, said, tmp_path):
    folder = shutil.copytree(find_project().data, tmp_path / "data")
    path = folder / "observations" / f"{year}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    (problem,) = read_data(year, folder, "data").problems
    assert problem.severity == said[0]
    assert said[1] in str(problem)


def test_a_copy_of_last_year_s_file_is_not_seventeen_indicators_not_reported(tmp_path):
    folder = shutil.copytree(find_project().data, tmp_path / "data")
    shutil.copy(folder / "observations" / "2022.csv", folder / "observations" / "2023.csv")
    errors = [problem.what for problem in read_data(2023, folder, "data").problems if problem.severity == "error"]
    assert "the file is a copy of another year's" in errors
    assert "the file has no row for 2023, only for earlier years" in errors


def test_the_shipped_tables_saved_by_excel_are_read_as_they_were(tmp_path):
    folder = shutil.copytree(find_project().data, tmp_path / "data")
    rewritten = 0
    for name, change in {
        "sources.csv": lambda cell: re.sub(
            r"^(\d{4})-0?(\d+)-0?(\d+)$", r"\1/\2/\3", re.sub(r"^(\d{4})-0?(\d+)$", r"\1年\2月", cell)
        ),
        "context/values.csv": lambda cell: cell.upper() if cell in ("true", "false") else cell,
        "plan/yearbook.csv": lambda cell: re.sub(r"^(\d)-(\d)$", r"\1月\2日", cell),
    }.items():
        path = folder / name
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        saved = [[change(cell) for cell in row] for row in rows]
        rewritten += sum(
            a != b for before, after in zip(rows, saved, strict=True) for a, b in zip(before, after, strict=True)
        )
        with path.open("w", encoding="gb18030", newline="") as file:  # Excel in Chinese saves “CSV” in GBK
            csv.writer(file).writerows(saved)
    assert rewritten > 300
    data, shipped = read_data(2023, folder, "data"), read_data(2023, find_project().data, "data")
    assert {problem.severity for problem in data.problems} == {"note"}
    assert len(data.problems) <= 8  # grouped: a note for each way of reading in each file
    for table in shipped.tables:
        assert data.tables[table.key].records == table.records, table.key


def break_of(tmp_path, *rows: str):
    """The share of 2022 and 2023 of the small plan, given anew, as it is judged in 2023."""
    bad = make_project(tmp_path / "project")
    bad.edit("data/observations/2022.csv", "i02,2022,71,,", "i02,2022,50,b,")
    bad.edit("data/observations/2023.csv", "i02,2023,74,,illustrative_example,,\n", "".join(f"{row}\n" for row in rows))
    return assess_all(load_inputs(2023, bad.path("data"), bad.path("params")))["i02"]


def test_a_change_of_definition_is_no_reversal_and_has_no_class(tmp_path):
    judged = break_of(tmp_path, "i02,2023,52,,illustrative_example,,")
    assert judged.pace is PaceVerdict.NOT_JUDGED
    assert not judged.reversing
    assert judged.outlook is OutlookVerdict.INSUFFICIENT


def test_a_revised_break_is_still_a_break_and_no_trend_bridges_it(tmp_path):
    judged = break_of(tmp_path, "i02,2023,52,,illustrative_example,,", "i02,2022,51,br,illustrative_example,,")
    assert judged.pace is PaceVerdict.NOT_JUDGED
    assert judged.outlook is OutlookVerdict.INSUFFICIENT


def test_a_break_that_is_provisional_is_both(tmp_path):
    judged = break_of(tmp_path, "i02,2023,52,pb,illustrative_example,,")
    assert judged.flags == (Flag.BREAK, Flag.PROVISIONAL)
    assert {"break", "preliminary"} <= set(judged.evidence.reasons)


@pytest.mark.parametrize(("language", "late"), [("zh", "推迟 1 年"), ("en", "one year late")])
def test_a_target_due_before_the_edition_missed_then_and_met_later_is_late(tmp_path, language, late):
    bad = make_project(tmp_path / "project")
    bad.edit("data/plan/indicators.csv", "2020,62,2025,90", "2020,62,2022,75")  # 71 in 2022
    bad.edit("data/observations/2023.csv", "i02,2023,74,", "i02,2023,80,")
    edition = open_edition(2023, language, bad.path("data"), bad.path("params"))
    said = verdict_sentence(indicator_subject(edition, "i02")).text
    assert late in said
    assert "如期" not in said and "on time" not in said
