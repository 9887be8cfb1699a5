"""Figures out of files an office has: a yearbook's workbook and SDMX, by a mapping file, into the plan's data."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from planbook.cli import main
from planbook.cli.messages import messages_in
from planbook.errors import InputError
from planbook.pull import read_figures

FIXTURES = Path(__file__).resolve().parent / "fixtures"
MAPPING = """\
file: 统计年鉴.xlsx
source: yearbook_example
sheet: 3-1
take:
  loans:
    area: example
    label: A4
    says: 外借册次（万册次）
    years: B3:E3
    values: B4:E4
    factor: 10000
  residents:
    area: example
    year: 2024
    value: D12
    factor: 10000
"""


@pytest.fixture
def plan(tmp_path):
    folder = tmp_path / "plan"
    for name in ("small_plan", "small_plan_more"):
        shutil.copytree(FIXTURES / name, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def yearbook(tmp_path):
    """A yearbook's table as it is printed: years as text, a figure with a blank in it, a sign for none."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "3-1"
    page["A1"] = "三、文化"
    for column, head in enumerate(("指标", "2022年", 2023, "2024 年", "２０２５年"), start=1):
        page.cell(3, column).value = head
    for column, cell in enumerate(("外借册次\n（万册次）", 54.8, 56.4, "57.1", "…"), start=1):
        page.cell(4, column).value = cell
    page["A12"], page["D12"] = "常住人口（万人）", 20.1
    book.save(tmp_path / "统计年鉴.xlsx")
    return tmp_path / "统计年鉴.xlsx"


def mapped(yearbook: Path, text: str = MAPPING) -> Path:
    path = yearbook.parent / "对照.yml"
    path.write_text(text, encoding="utf-8")
    return path


def pull(plan, mapping, *more) -> int:
    return main(["pull", str(mapping), "--data", str(plan), *more])


def values(plan, series: str) -> dict[tuple[str, str], dict[str, str]]:
    with (plan / "context/values.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["series_id"] == series]
    return {(row["year"], row["source_id"]): row for row in rows}


def test_a_row_and_a_cell_of_a_yearbook_become_figures_of_the_plan(plan, yearbook, capsys):
    mapping = mapped(yearbook, MAPPING.replace("    factor: 10000\n  res", "    factor: 10000\n    nothing: …\n  res"))
    assert pull(plan, mapping) == 0
    said = capsys.readouterr().out
    # 56.4万 is 564,000 where 560,000 stood; 54.8万 and 57.1万 are as before; 2025 has a sign for none.
    assert "loans, example 2023: 560000 → 564000  (统计年鉴.xlsx 3-1!C4)" in said
    assert "residents, example 2024: - → 201000  (统计年鉴.xlsx 3-1!D12)" in said
    assert "4 figures read, 2 change" in said
    # What is derived from the old figure is to be mended once the new one stands.
    assert "warning: " in said and "the arithmetic does not use the input's figure" in said
    assert "Nothing was written" in said and values(plan, "loans")["2023", "yearbook_example"]["value"] == "560000"

    before = (plan / "context/values.csv").read_text(encoding="utf-8").splitlines()
    assert pull(plan, mapping, "--yes") == 0
    loans = values(plan, "loans")
    assert loans["2023", "yearbook_example"]["value"] == "564000"
    assert loans["2023", "yearbook_example"]["quote"] == "外借册次（万册次） 2023年：56.4"
    assert values(plan, "residents")["2024", "yearbook_example"] == {
        "series_id": "residents",
        "area": "example",
        "year": "2024",
        "value": "201000",
        "flag": "",
        "source_id": "yearbook_example",
        "quote": "2024年：20.1",
        "preferred": "true",
        "note_zh": "",
        "note_en": "",
    }
    after = (plan / "context/values.csv").read_text(encoding="utf-8").splitlines()
    assert len([line for line in before if line not in after]) == 1  # every other row stays as it was

    capsys.readouterr()
    assert pull(plan, mapping, "--yes") == 0
    assert "Nothing changes." in capsys.readouterr().out


def test_beside_another_source_a_new_figure_is_not_preferred(plan, yearbook):
    text = MAPPING.replace("yearbook_example", "news_example").replace("E3", "D3").replace("E4", "D4")
    assert pull(plan, mapped(yearbook, text), "--yes") == 0
    assert values(plan, "loans")["2024", "news_example"]["preferred"] == "false"
    assert values(plan, "residents")["2024", "news_example"]["preferred"] == "true"


def test_an_old_workbook_is_read_too(tmp_path):
    shutil.copyfile(FIXTURES / "yearbook.xls", tmp_path / "yearbook.xls")
    text = """\
file: yearbook.xls
source: yearbook_example
take:
  residents: {area: example, label: A3, says: "年末常住人口(万人)", years: "B2:D2", values: "B3:D3", factor: 10000}
"""
    figures, problems = read_figures(mapped(tmp_path / "x", text))
    assert problems == ()
    assert [(figure.year, figure.text) for figure in figures] == [(2021, "198000"), (2022, "199000"), (2024, "203000")]


def test_an_indicator_s_figure_goes_into_the_year_s_file_and_an_earlier_one_only_as_a_revision(plan, yearbook, capsys):
    book = openpyxl.load_workbook(yearbook)
    for column, cell in enumerate((0.71, 0.745, 0.79), start=2):
        book["3-1"].cell(6, column).value = cell
        book["3-1"].cell(6, column).number_format = "0.0%"
    book.save(yearbook)
    entry = "  covered: {indicator: i02, years: B3:D3, values: B6:D6}\n"
    text = f"file: 统计年鉴.xlsx\nsource: yearbook_example\ntake:\n{entry}"
    known = [
        row["value"]
        for row in csv.DictReader((plan / "observations/2023.csv").read_text(encoding="utf-8").splitlines())
        if row["year"] == "2023"
    ]
    assert known[1] == "74"
    mapping = mapped(yearbook, text)
    assert pull(plan, mapping, "--yes") == 2
    assert "an indicator's figures need the year" in capsys.readouterr().err
    assert pull(plan, mapping, "--year", "2024", "--yes") == 0
    assert "i02 2024: - → 79" in (said := capsys.readouterr().out) and "i02 2023: 74 → 74.5" in said
    rows = list(csv.DictReader((plan / "observations/2024.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["indicator_id"], row["year"], row["value"], row["flag"]) for row in rows] == [
        ("i02", "2023", "74.5", "r"),
        ("i02", "2024", "79", ""),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("values: B4:E4", "values: B5:E5", "nothing"),  # blank cells of a row are years without a figure
        ("says: 外借册次（万册次）", "says: 馆藏", '统计年鉴.xlsx 3-1!A4 [loans, example]: the cell does not say'),
        ("values: B4:E4", "values: B4:E4", '统计年鉴.xlsx 3-1!E4 [loans, example, 2025]: column "value" does not hold'),
        ("values: B4:E4", "values: B4:D4", "对照.yml:10 [take.loans.values]: years and values are not of one length"),
        ("years: B3:E3", "years: A3:D3", '统计年鉴.xlsx 3-1!A3 [loans, example]: the cell does not hold a year'),
        ("values: B4:E4", "values: B4:E5", "the cells are not written as they should be"),
        ("values: B4:E4", "values: 第4行", "the cells are not written as they should be"),
        ("sheet: 3-1", "sheet: 3-2", 'there is no such sheet; found "3-2"'),
        ("value: D12", "value: D13", "统计年鉴.xlsx 3-1!D13 [residents, example, 2024]: the cell is empty"),
        ("factor: 10000", "factor: 万", "the factor is no number"),
        ("  residents:", "  people:", 'names something the plan has not; found "people"'),
        ("area: example", "area: exampel", '(did you mean "example"?), expected an id of plan/areas.csv'),
        ("yearbook_example", "yearbook", "an id of sources.csv"),
        ("    years: B3:E3\n", "", "the years of the figures are not given"),
        ("    says: 外借册次（万册次）\n", "", "label and says belong together"),
        ("take:", "taken:", "the mapping names no figure"),
        ("    factor: 10000\n  res", "    faktor: 10000\n  res", "the key is not known"),
        ("D12\n    factor: 10000", "D12", "统计年鉴.xlsx 3-1!D12 [residents, example, 2024]: a count is not whole"),
        ("file: 统计年鉴.xlsx", "file: 年鉴.xlsx", "对照.yml:1 [file]: the file is missing"),
    ],
)  # fmt: skip
def test_what_people_get_wrong_is_told_with_file_sheet_and_cell(plan, yearbook, capsys, old, new, said):
    assert old in MAPPING
    before = (plan / "context/values.csv").read_bytes()
    if said == "nothing":
        figures, problems = read_figures(mapped(yearbook, MAPPING.replace(old, new)))
        assert problems == () and [figure.entry.name for figure in figures] == ["residents"]
        return
    assert pull(plan, mapped(yearbook, MAPPING.replace(old, new)), "--yes") == 2
    error = capsys.readouterr().err
    assert said in error, error
    assert (plan / "context/values.csv").read_bytes() == before


def test_a_value_that_cannot_be_is_told_at_its_cell(plan, yearbook, capsys):
    book = openpyxl.load_workbook(yearbook)
    book["3-1"]["E4"], book["3-1"]["D12"] = 58, "#DIV/0!"
    book["3-1"]["D12"].data_type = "e"
    book.save(yearbook)
    assert pull(plan, mapped(yearbook), "--yes") == 2
    assert "统计年鉴.xlsx 3-1!D12 [residents, example, 2024]: " in (said := capsys.readouterr().err)
    assert "mend the formula" in said


@pytest.mark.parametrize(
    "named", ["../外面.xlsx", "/etc/hostname", "链接.xlsx", "https://example.org/a.xlsx", "folder/../../外面.xlsx"]
)
def test_a_file_outside_the_mapping_s_folder_is_never_read(plan, tmp_path, yearbook, capsys, named):
    inside = tmp_path / "inside"
    inside.mkdir()
    shutil.copyfile(yearbook, tmp_path / "外面.xlsx")
    (inside / "链接.xlsx").symlink_to(tmp_path / "外面.xlsx")
    mapping = mapped(inside / "x", MAPPING.replace("统计年鉴.xlsx", named))
    assert pull(plan, mapping, "--yes") == 2
    assert "the file lies outside the mapping's folder" in capsys.readouterr().err


def test_a_mapping_that_is_not_there_or_no_mapping(plan, tmp_path, capsys):
    assert pull(plan, tmp_path / "none.yml") == 2
    assert "none.yml: the file is missing" in capsys.readouterr().err
    assert pull(plan, mapped(tmp_path / "x", "- a\n- b\n")) == 2
    assert "the file holds no keys" in capsys.readouterr().err


CSV_1 = """\
DATAFLOW,FREQ,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS
EX:LIB(1.0),A,EX,LOANS,2023,56.4,A
EX:LIB(1.0),A,EX,LOANS,2024,57.1,P
EX:LIB(1.0),A,EX,LOANS,2025,,M
EX:LIB(1.0),A,EX,STOCK,2023,30,A
EX:LIB(1.0),Q,EX,LOANS,2023-Q1,14,A
"""
CSV_2 = CSV_1.replace("DATAFLOW,", "STRUCTURE,STRUCTURE_ID,ACTION,").replace("EX:LIB(1.0),", "dataflow,EX:LIB(1.0),I,")
CSV_LABELLED = (
    "DATAFLOW,LAST UPDATE,freq: Frequency,geo: Area,indic: Indicator,TIME_PERIOD: Time,OBS_VALUE: Value,OBS_FLAG: F\n"
    "EX:LIB(1.0): Libraries,01/02/25 11:00:00,A: Annual,EX: Example,LOANS: Loans,2023: 2023,56.4,\n"
    "EX:LIB(1.0): Libraries,01/02/25 11:00:00,A: Annual,EX: Example,LOANS: Loans,2024: 2024,57.1,p: provisional\n"
)
KEYED = "file: data.{}\nsource: yearbook_example\ntake:\n  loans: {{area: example, key: {}, factor: 10000}}\n"


def keyed(tmp_path, content: str, key: str, ending: str = "csv") -> Path:
    (tmp_path / f"data.{ending}").write_text(content, encoding="utf-8")
    return mapped(tmp_path / "x", KEYED.format(ending, key))


@pytest.mark.parametrize("content", [CSV_1, CSV_2, CSV_LABELLED], ids=["1.0", "2.0", "with labels"])
@pytest.mark.parametrize("key", ["A.EX.LOANS", '"A..LOANS"'])
def test_sdmx_csv_is_read_by_key(tmp_path, content, key):
    figures, problems = read_figures(keyed(tmp_path, content, key))
    assert problems == ()
    assert [(figure.year, figure.text, figure.flag) for figure in figures] == [
        (2023, "564000", ""),
        (2024, "571000", "p"),
    ]
    assert figures[0].quote == "A.EX.LOANS 2023年：56.4" and figures[0].place == "data.csv:2"
    assert figures[0].entry.factor == Decimal(10000)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("A.EX.LOAN", "the key fits no series"),
        ('"A.EX."', "the key fits several series; found \"A.EX.\" fits 2: A.EX.LOANS, A.EX.STOCK"),
        ("EX.LOANS", "the key has another number of codes"),
        ("Q.EX.LOANS", "data.csv:6 [loans, example]: the figure is not of a year"),
    ],
)  # fmt: skip
def test_a_key_that_leads_nowhere_or_to_several_is_told(tmp_path, key, said):
    _, problems = read_figures(keyed(tmp_path, CSV_1, key))
    assert said in "\n".join(map(str, problems))


@pytest.mark.parametrize("content", ["", "年份,数值\n2023,5\n", "\x00\x01", CSV_1.partition("\n")[0] + "\n"])
def test_a_csv_file_that_is_no_sdmx_is_told(tmp_path, content):
    _, problems = read_figures(keyed(tmp_path, content, "A.EX.LOANS"))
    assert len(problems) == 1 and str(problems[0]).startswith("data.csv: ")


def sdmx_ml(tmp_path) -> None:
    """Two yearly figures as SDMX-ML 2.1, generic: data.xml; written with sdmx1."""
    import sdmx
    from sdmx.model import common, v21

    definition = v21.DataStructureDefinition(id="DSD", maintainer=common.Agency(id="EX"), version="1.0")
    names = ("FREQ", "REF_AREA", "INDICATOR", "TIME_PERIOD")
    for name in names:
        kind = v21.TimeDimension if name == "TIME_PERIOD" else v21.Dimension
        definition.dimensions.append(kind(id=name, concept_identity=common.Concept(id=name)))
    definition.measures.append(v21.PrimaryMeasure(id="OBS_VALUE", concept_identity=common.Concept(id="OBS_VALUE")))
    status_of = v21.DataAttribute(id="OBS_STATUS", concept_identity=common.Concept(id="OBS_STATUS"))
    definition.attributes.append(status_of)
    observations = [
        v21.Observation(
            dimension=definition.make_key(v21.Key, dict(zip(names, ("A", "EX", "LOANS", year), strict=True))),
            value=value,
            attached_attribute={"OBS_STATUS": common.AttributeValue(value=status, value_for=status_of)},
        )
        for year, value, status in (("2023", 56.4, "A"), ("2024", 57.1, "P"))
    ]  # fmt: skip
    data = v21.GenericDataSet(structured_by=definition, obs=observations)
    message = sdmx.message.DataMessage(data=[data], observation_dimension=v21.AllDimensions)
    (tmp_path / "data.xml").write_bytes(sdmx.to_xml(message, pretty_print=True))


def test_sdmx_ml_is_read_by_key(tmp_path):
    sdmx_ml(tmp_path)
    figures, problems = read_figures(mapped(tmp_path / "x", KEYED.format("xml", "A.EX.LOANS")))
    assert problems == ()
    assert [(figure.year, figure.text, figure.flag) for figure in figures] == [
        (2023, "564000", ""),
        (2024, "571000", "p"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<a/>", "cannot be read as SDMX-ML"),
        ("nothing", "cannot be read as SDMX-ML"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>', "the file names other files"),
    ],
)
def test_xml_that_is_no_data_is_told_and_names_no_file_of_this_machine(tmp_path, content, said):
    _, problems = read_figures(keyed(tmp_path, content, "A.EX.LOANS", "xml"))
    assert len(problems) == 1 and said in str(problems[0])


def test_a_mapping_with_mistakes_is_told_all_at_once_and_in_chinese(plan, yearbook, capsys):
    text = MAPPING.replace("factor: 10000", "factor: 万", 1).replace("area: example", "area:", 1)
    with pytest.raises(InputError) as raised:
        read_figures(mapped(yearbook, text))
    assert len(raised.value.problems) == 2
    said = [messages_in("zh").problem(problem) for problem in raised.value.problems]
    assert not any("the factor" in line or "is missing" in line for line in said), said
