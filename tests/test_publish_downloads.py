"""The files to take away: the same figures everywhere, marks in text, safe for spreadsheets, the same bytes twice."""

import csv
import hashlib
import html as html_module
import io
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest
from builders import make_indicator, make_inputs, make_observations
from rendered import rendered

from planbook.assess import assess_all
from planbook.model import Text
from planbook.paths import Project, find_project
from planbook.present.edition import Edition, open_edition
from planbook.present.words import load_words
from planbook.present.yearbook.contents import build_yearbook
from planbook.present.yearbook.faces import table_yearbook
from planbook.publish.downloads import publish_downloads, write_data_index
from planbook.publish.downloads.assessments import write_assessments
from planbook.publish.downloads.index import size_text
from planbook.publish.downloads.safety import plain_number, safe_text

PROJECT: Project = find_project()
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="40"><rect width="100" height="40" '
    'fill="var(--accent, #1f4e79)"/></svg>'
)


def publish(editions: dict[str, Edition], made: Path) -> Path:
    """Everything below `made/data/`, with a drawing of indicator 3, as the whole edition does it."""
    drawings = {language: {"trend-i03": DRAWING} for language in editions}
    publish_downloads(editions, drawings, made)
    write_data_index(editions, made, PROJECT)
    return made


@pytest.fixture(scope="module")
def edition() -> Edition:
    return open_edition(2023, "zh")


@pytest.fixture(scope="module")
def made(edition, tmp_path_factory) -> Path:
    return publish(
        {"zh": edition, "en": replace(edition, language="en", words=load_words("en"))},
        tmp_path_factory.mktemp("edition") / "2023",
    )


@pytest.fixture(scope="module")
def workbook(made):
    return openpyxl.load_workbook(made / "data" / "yearbook-2023.xlsx")


def make_edition(**overrides) -> Edition:
    """A small edition: beds and a share, three illustrative years."""
    inputs = replace(make_inputs(), **overrides)
    return Edition(inputs, "zh", load_words("zh"), assess_all(inputs))


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def all_cells(sheets) -> list:
    return [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]


def tables_of(edition: Edition):
    return [table for part in build_yearbook(edition.inputs) for table in part.tables]


def rounded(value: float, decimals: int) -> str:
    """A number written out by hand: rounded half up, thousands parted, a true minus."""
    number = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{abs(number) if number == 0 else number:,}".replace("-", "−")


# ---- A figure reads the same everywhere ----------------------------------------------------------------------------


def page_rows(edition: Edition, table, printed: bool) -> list[list[str]]:
    """Figures of a table as the page or the report shows them, marks parted by spaces.

    The mark in the head of a column counts for each figure of it.
    """
    piece = table_yearbook(edition, table.id)
    head, _, html = rendered(piece.markdown, "typst" if printed else "html5").partition("</thead>")
    figures = sum(column.figures for column in table.columns)
    heads = re.findall(r"<th[^>]*text-align: right[^>]*>(.*?)</th>", head, re.DOTALL)
    assert len(heads) == figures
    marked = ["◇" in text for text in heads]
    rows = []
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL):
        if "colspan" in row:
            continue  # a heading over rows
        cells = re.findall(r"<td[^>]*text-align: right[^>]*>(.*?)</td>", row, re.DOTALL)
        assert len(cells) == figures
        texts = [html_module.unescape(re.sub(r"<[^>]*>", " ", cell)).split() for cell in cells]
        for words, whole in zip(texts, marked, strict=True):
            if whole and words and words != ["m"]:  # a missing value was not made up
                assert "◇" not in words
                words.insert(1, "◇")
        rows.append([" ".join(words) for words in texts])
    return rows


def workbook_rows(workbook, table) -> list[list[str]]:
    """Figures of a table's sheet as a spreadsheet shows them: the number in its format, marks and all."""
    sheet = workbook[table.id]
    first, last = sheet.tables[f"table_{table.id.replace('-', '_')}"].ref.split(":")
    rows = list(sheet[first:last])
    figures = sum(column.figures for column in table.columns)
    return [[_shown(cell) for cell in row[-2 - figures : -2]] for row in rows[1:]]


def _shown(cell) -> str:
    if cell.value is None:
        return ""
    assert isinstance(cell.value, int | float), f"{cell.coordinate} holds text"
    positive, negative = cell.number_format.split(";")
    pattern = negative if cell.value < 0 else positive
    decimals = len(found[1]) if (found := re.search(r"0\.(0+)", pattern)) else 0
    digits = rounded(abs(cell.value), decimals)
    return re.sub(r"#,##0(?:\.0+)?", digits, pattern).replace('"', "").strip()


def csv_rows(made: Path, table) -> list[list[str]]:
    """Figures of a table's CSV file: the number as shown, each checked against the value beside it."""
    by_line: dict[int, dict[str, str]] = {}
    for row in read_csv(made / "data" / "tables" / f"{table.id}.csv"):
        by_line.setdefault(int(row["line"]), {})[f"{row['figure']} {row['years']}"] = row["shown"]
        number = row["shown"].removesuffix(row["flag"]).strip().removesuffix("◇").strip()
        if row["value"] and number != "…":
            assert number.lstrip("≥≤") == rounded(float(row["value"]), int(row["decimals"]))
    rows = []
    for line in range(1, len(by_line) + 1):
        line_figures = by_line[line]
        rows.append(
            [
                next(
                    (
                        shown
                        for key, shown in line_figures.items()
                        if key.partition(" ")[2] == column.years and _kind_fits(key.partition(" ")[0], column)
                    ),
                    "",
                )
                for column in table.columns
                if column.figures
            ]
        )
    return rows


def _kind_fits(kind: str, column) -> bool:
    own = {"baseline": "baseline", "target": "target", "change": "change", "total": "total"}
    return own.get(column.key, kind) == kind if column.key in own else kind in ("observed", "planned")


def test_a_figure_reads_the_same_on_page_in_print_in_the_workbook_and_in_csv(edition, made, workbook):
    compared = 0
    for table in tables_of(edition):
        page = page_rows(edition, table, printed=False)
        assert page == page_rows(edition, table, printed=True), table.id
        assert page == csv_rows(made, table), table.id
        # A missing value is blank in the workbook's cell; its flag stands in the column of marks.
        without_missing = [["" if cell == "m" else cell for cell in row] for row in page]
        assert without_missing == workbook_rows(workbook, table), table.id
        compared += sum(bool(cell) for row in page for cell in row)
    assert compared > 400


def test_the_beds_of_2023_are_9371_and_illustrative_in_every_file(made, workbook):
    # data/observations/2023.csv: i03, 9371, source illustrative_returns.
    row = next(
        row for row in read_csv(made / "data/tables/4-1.csv") if (row["item_id"], row["year"]) == ("i03", "2023")
    )
    assert (row["value"], row["shown"], row["mark"], row["illustrative"]) == ("9371", "9,371 ◇", "◇", "true")
    own = next(row for row in read_csv(made / "data/indicators/i03.csv") if row["year"] == "2023")
    assert (own["value"], own["mark"], own["source_id"]) == ("9371", "◇", "illustrative_returns")
    document = json.loads((made / "data/indicators/i03.json").read_text(encoding="utf-8"))
    datum = next(datum for datum in document["data"] if datum["year"] == 2023)
    assert (datum["value"], datum["mark"], datum["illustrative"]) == (9371, "◇", True)
    sdmx = next(
        row
        for row in read_csv(made / "data/sdmx/observations.csv")
        if (row["INDICATOR"], row["TIME_PERIOD"], row["CATEGORY"]) == ("i03", "2023", "_T")
    )
    assert (float(sdmx["OBS_VALUE"]), sdmx["MARK"], sdmx["NATURE"]) == (9371, "◇", "ILLUSTRATIVE")
    cell = next(cell for cells in workbook["4-1"].iter_rows() for cell in cells if cell.value == 9371)
    assert "◇" in cell.number_format


# ---- Workbook ------------------------------------------------------------------------------------------------------


def test_the_workbook_has_cover_contents_notes_sources_and_one_table_a_sheet(edition, workbook):
    numbers = [table.id for table in tables_of(edition)]
    assert workbook.sheetnames == ["封面 Cover", "目录 Contents", "说明 Notes", "资料来源 Sources", *numbers]
    for sheet in workbook.worksheets[1:]:
        assert len(sheet.tables) == 1, sheet.title
        assert not sheet.merged_cells.ranges
    assert not workbook.worksheets[0].tables and not workbook.worksheets[0].merged_cells.ranges
    linked = [cell.hyperlink.location for cell in all_cells([workbook["目录 Contents"]]) if cell.hyperlink]
    assert linked == [f"'{name}'!A1" for name in [*numbers, "资料来源 Sources"]]


def test_each_table_has_one_row_of_heads_all_filled_and_no_empty_row(edition, workbook):
    for table in tables_of(edition):
        sheet = workbook[table.id]
        marked = next(iter(sheet.tables.values()))
        heads, *rows = list(sheet[marked.ref])
        assert marked.headerRowCount == 1
        names = [cell.value for cell in heads]
        assert all(names) and len(set(names)) == len(names)
        assert names[:2] == ["项目", "Item"] and "单位" in names and "Unit" in names
        assert all(any(cell.value is not None for cell in row) for row in rows)
        assert sheet["A1"].value.startswith(f"{table.id} {table.title.zh}") and sheet["A2"].value == table.title.en


def test_chinese_and_english_stand_in_columns_of_their_own(workbook):
    rows = list(workbook["4-1"].values)
    beds = next(row for row in rows if row[0] == "养老床位总数")
    assert beds[:4] == ("养老床位总数", "Elderly care beds, total", "张", "beds")


def test_illustrative_figures_of_the_workbook_are_marked_in_text_twice(edition, workbook):
    for table in tables_of(edition):
        sheet = workbook[table.id]
        heads, *rows = list(sheet[next(iter(sheet.tables.values())).ref])
        marks = [cell.value for cell in heads].index("标记 Marks")
        for line, row in zip(table.lines(), rows, strict=True):
            figures = line.figures.values()
            made_up = [figure.year for figure in figures if figure.illustrative and figure.value is not None]
            assert sum("◇" in cell.number_format for cell in row) == len(made_up)
            said = row[marks].value or ""
            assert said.count("◇") == len(made_up) and all(f"{year} ◇" in said for year in made_up)


def test_notes_are_numbered_as_the_tables_refer_to_them(workbook):
    notes = {row[0]: row[2] for row in workbook["说明 Notes"].values if isinstance(row[0], int)}
    assert list(notes) == list(range(1, len(notes) + 1))
    cell = next(row[1] for row in workbook["1-1"].values if row[1] and "Resident population" in str(row[1]))
    numbers = [int(number) for number in re.findall(r"\[note (\d+)\]", cell)]
    assert [notes[number] for number in numbers] == ["2020: 2020 census.", "In 2010: 704,000 persons."]


def test_the_properties_name_title_author_and_the_day_of_publication(workbook):
    properties = workbook.properties
    assert "统计年鉴" in properties.title and "statistical yearbook 2023" in properties.title
    assert properties.creator == "Planbook"
    assert properties.created.isoformat() == "2024-03-31T00:00:00"  # params/2023.yml
    assert "◇" in properties.description


def test_a_workbook_without_illustrative_figures_does_not_speak_of_them(tmp_path):
    official = open_edition(2023, "zh", official_only=True)
    publish({"zh": official}, tmp_path / "2023")
    for path in (tmp_path / "2023").rglob("*"):
        if path.suffix in (".csv", ".json", ".txt", ".bib") and path.name not in ("sources.csv", "datapackage.json"):
            assert "◇" not in path.read_text(encoding="utf-8"), path.name
    book = openpyxl.load_workbook(tmp_path / "2023/data/yearbook-2023.xlsx")
    assert not any("◇" in f"{cell.value}{cell.number_format}" for cell in all_cells(book))


def has_calc() -> bool:
    """Whether LibreOffice is here with its Calc: Debian packages Writer, Impress and Calc apart."""
    office = shutil.which("soffice")
    return office is not None and any(Path(office).resolve().parent.glob("*sclo.*"))


@pytest.mark.skipif(not has_calc(), reason="LibreOffice Calc is not installed")
def test_libreoffice_opens_the_workbook_and_shows_the_same_figures(made, tmp_path):
    source = made / "data" / "yearbook-2023.xlsx"
    # The last option is the sheet: 4 sheets and 3 + 5 + 5 tables come before 4-1. The one before three others
    # asks for cells as they are shown.
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,18",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0 and "rror" not in done.stderr, done.stderr
    shown = next(tmp_path.glob("*.csv")).read_text(encoding="utf-8")
    assert "9,371 ◇" in shown and "≥60.0" in shown and "Elderly care beds, total" in shown


# ---- CSV and the data package --------------------------------------------------------------------------------------


def test_csv_files_begin_with_a_byte_order_mark_so_that_excel_reads_chinese(made):
    for path in [*(made / "data" / "tables").glob("*.csv"), *(made / "data" / "indicators").glob("*.csv")]:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in path.read_bytes()


def test_there_is_one_csv_file_for_each_table(edition, made):
    written = {path.stem for path in (made / "data/tables").glob("*.csv")}
    assert written == {table.id for table in tables_of(edition)}


def test_the_package_validates_with_the_frictionless_command(made):
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", "data/datapackage.json"]
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:]
    package = json.loads((made / "data/datapackage.json").read_text(encoding="utf-8"))
    described = {resource["path"] for resource in package["resources"]}
    present = {path.relative_to(made / "data").as_posix() for path in (made / "data").rglob("*.csv")}
    assert described == present


def test_the_package_finds_a_value_of_the_wrong_kind(made, tmp_path):
    shutil.copytree(made / "data", tmp_path / "data")
    path = tmp_path / "data/tables/4-1.csv"
    path.write_text(path.read_text("utf-8").replace("illustrative_returns", "nobody", 1), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", "data/datapackage.json"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300).returncode != 0


def test_the_package_states_units_sources_and_licence(made):
    package = json.loads((made / "data/datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert any("14th Five-Year Plan for Civil Affairs" in source["title"] for source in package["sources"])
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert resources["table-5-3"]["unit"] == {"zh": "对", "en": "couples"}
    fields = {field["name"] for field in resources["table-4-1"]["schema"]["fields"]}
    assert {"unit_id", "unit_zh", "unit_en", "source_id", "mark"} <= fields


def test_the_address_of_a_reprint_is_in_no_file(edition, made):
    withheld = [source.address for source in edition.inputs.sources.values() if source.address and not source.linkable]
    assert withheld
    texts = [
        path.read_text(encoding="utf-8-sig")
        for path in (made / "data").rglob("*")
        if path.suffix in (".csv", ".json", ".html", ".xml", ".txt", ".bib")
    ]
    book = openpyxl.load_workbook(made / "data/yearbook-2023.xlsx")
    texts.append("\n".join(str(cell.value) for cell in all_cells(book) if cell.value))
    assert not [address for address in withheld for text in texts if address in text]


# ---- Spreadsheet safety --------------------------------------------------------------------------------------------

DANGEROUS = ('=HYPERLINK("x")', "+1+1", "-1+1", "@SUM(A1)", "\tx")


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(text):
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["养老床位", "1+1", "", "a=b", "−5.8", "≥60.0"])
def test_other_texts_stay_as_they_are(text):
    assert safe_text(text) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (126000.0, "126000"),
        (36.05, "36.05"),
        (-5.8, "-5.8"),
        (0.00001, "0.00001"),
        (1e21, "1" + "0" * 21),
        (0.0, "0"),
    ],
)
def test_numbers_are_written_without_exponent_or_apostrophe(value, written):
    assert plain_number(value) == written


def make_dangerous_edition() -> Edition:
    """Names and notes that begin as formulas do, in both languages."""
    names = {
        f"i{n:02d}": make_indicator(id=f"i{n:02d}", number=n, name=Text(f"{text}名", f"{text} name"))
        for n, text in enumerate(DANGEROUS[:4], start=1)
    }
    observations = make_observations({2023: 9000.0}, "i01", note_zh="=1+1", note_en="=1+1")
    return make_edition(indicators=names, observations=observations, vintages=observations)


def test_names_and_notes_that_look_like_formulas_are_text_in_csv(tmp_path):
    made = publish({"zh": make_dangerous_edition()}, tmp_path / "2023")
    for path in (made / "data").rglob("*.csv"):
        if path.name == "assessments.csv":
            continue  # written elsewhere
        for row in csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))):
            for cell in row:
                number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
                assert number or not cell.startswith(("=", "+", "-", "@", "\t")), (path.name, cell)


@pytest.mark.parametrize("name", ["Holdings [all](public) of libraries", "Costs in $$US$$", "[a](https://b.example)"])
def test_names_that_look_like_markup_are_text_in_the_workbook(name, tmp_path):
    inputs = make_inputs()
    indicator = replace(next(iter(inputs.indicators.values())), name=Text(f"馆藏{name}", name))
    made = publish({"zh": make_edition(indicators=inputs.indicators | {indicator.id: indicator})}, tmp_path / "2023")
    sheets = openpyxl.load_workbook(made / "data" / "yearbook-2023.xlsx")
    shown = name.replace("](", "] (").replace("$$", "$ $")
    cells = [cell for cell in all_cells(sheets) if shown in str(cell.value)]
    assert cells and not any(cell.hyperlink for cell in cells)


def test_names_that_look_like_formulas_are_text_in_the_assessments(tmp_path):
    inputs = make_inputs()
    names = {"zh": "=cmd|' /C calc'!A0", "en": "@SUM(1+1)*cmd|"}
    indicator = replace(next(iter(inputs.indicators.values())), name=Text(**names))
    edition = make_edition(indicators=inputs.indicators | {indicator.id: indicator})
    write_assessments(edition, tmp_path)
    row = next(row for row in read_csv(tmp_path / "data" / "assessments.csv") if row["indicator_id"] == indicator.id)
    assert (row["name_zh"], row["name_en"]) == (f"'{names['zh']}", f"'{names['en']}")
    assert float(row["target"]) == indicator.target  # numbers stay numbers


def test_names_and_notes_that_look_like_formulas_are_text_in_the_workbook(tmp_path):
    made = publish({"zh": make_dangerous_edition()}, tmp_path / "2023")
    book = openpyxl.load_workbook(made / "data/yearbook-2023.xlsx")
    cells = [cell for cell in all_cells(book) if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    found = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))]
    assert len(found) >= 4 and all(cell.data_type == "s" for cell in found)
    assert all(cell.quotePrefix for cell in found if cell.column > 1 and cell.row > 3)


# ---- SDMX ----------------------------------------------------------------------------------------------------------


def test_sdmx_holds_every_figure_of_the_indicators_with_codes_that_are_listed(edition, made):
    import sdmx

    with (made / "data/sdmx/structure.xml").open("rb") as file:  # given a path, the library leaves the file open
        message = sdmx.read_sdmx(file, format="XML")
    definition = message.structure["DSD_INDICATORS"]
    lists = {
        component.id: set(component.local_representation.enumerated.items)
        for component in [*definition.dimensions, *definition.attributes]
        if component.local_representation and component.local_representation.enumerated
    }
    assert set(lists) == {
        "FREQ", "REF_AREA", "INDICATOR", "FIGURE", "CATEGORY", "UNIT_MEASURE", "OBS_STATUS", "NATURE",
    }  # fmt: skip
    rows = read_csv(made / "data/sdmx/observations.csv")
    # 17 baselines and 17 targets, the yearly values the edition knows, and those by category.
    assert len(rows) == 34 + len(edition.inputs.observations) + len(edition.inputs.parts)
    assert {row["CATEGORY"] for row in rows} == {"_T", "beds_institution", "beds_community", "beds_home"}
    for row in rows:
        assert (row["STRUCTURE"], row["STRUCTURE_ID"]) == ("dataflow", "PLANBOOK:DF_INDICATORS(1.0)")
        for component, codes in lists.items():
            assert row[component] in codes, (component, row[component])


def test_sdmx_statuses_are_the_flags_in_capitals_and_a_where_there_is_none(made):
    rows = {
        (row["INDICATOR"], row["FIGURE"], row["TIME_PERIOD"]): row
        for row in read_csv(made / "data/sdmx/observations.csv")
        if row["CATEGORY"] == "_T"
    }
    assert rows["i12", "OBSERVED", "2023"]["OBS_STATUS"] == "P"
    assert rows["i03", "OBSERVED", "2023"]["OBS_STATUS"] == "A"
    missing = rows["i16", "OBSERVED", "2023"]
    assert (missing["OBS_STATUS"], missing["OBS_VALUE"], missing["MARK"]) == ("M", "", "")
    assert rows["i03", "BASELINE", "2020"]["NATURE"] == "PLAN"


def test_the_sdmx_data_can_be_read_back(made):
    import sdmx

    with (made / "data/sdmx/structure.xml").open("rb") as file:
        structure = sdmx.read_sdmx(file, format="XML").structure["DSD_INDICATORS"]
    with (made / "data/sdmx/observations.csv").open("rb") as file:
        data = sdmx.read_sdmx(file, format="CSV", structure=structure).data[0]
    assert len(data.obs) == len(read_csv(made / "data/sdmx/observations.csv"))


# ---- One indicator, citation, index --------------------------------------------------------------------------------


def test_the_document_of_an_indicator_holds_data_metadata_assessment_and_sources(edition, made):
    for indicator in edition.inputs.indicators.values():
        document = json.loads((made / f"data/indicators/{indicator.id}.json").read_text(encoding="utf-8"))
        assert document["indicator"]["definition"] == {"zh": indicator.definition.zh, "en": indicator.definition.en}
        assert document["assessment"]["pace_verdict"] == edition.assessments[indicator.id].pace.value
        assert {source["id"] for source in document["sources"]} == {datum["source_id"] for datum in document["data"]}
        assert document["licence"]["name"] == "CC-BY-4.0"
        judged = document["assessment"]
        assert judged["mark"] == ("◇" if judged["illustrative"] else "")


def test_charts_are_standalone_drawings_and_pictures_in_each_language(made):
    for language in ("zh", "en"):
        drawing = (made / f"data/indicators/i03-{language}.svg").read_text(encoding="utf-8")
        assert "var(" not in drawing and "#1f4e79" in drawing
        assert (made / f"data/indicators/i03-{language}.png").read_bytes().startswith(b"\x89PNG\r\n")
    assert not (made / "data/indicators/i04-zh.svg").exists()  # no drawing was given


def test_addresses_stay_the_same_in_another_edition(made, tmp_path):
    other = publish({"zh": open_edition(2024, "zh")}, tmp_path / "2024")

    def addresses(folder: Path) -> set[str]:
        return {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and path.suffix not in (".svg", ".png")
        }

    assert {address.replace("2024", "2023") for address in addresses(other)} == addresses(made)


def test_the_citation_follows_gb_t_7714_and_warns_of_illustrative_figures(made):
    text = (made / "data/citation.txt").read_text(encoding="utf-8")
    title = "崇明区民政事业发展“十四五”规划：统计年鉴与数据（2023年版）"
    assert f"\nPlanbook. {title}[DS/OL]. (2024-03-31)[引用日期]. data/index.html.\n" in text
    assert "沪崇府办发〔2021〕15号[A]" in text
    assert "◇" in text and "not official statistics" in text
    assert "CC BY 4.0" in text


def test_bibtex_entries_are_whole_and_have_keys_of_their_own(made):
    text = (made / "data/citation.bib").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    keys = re.findall(r"^@(\w+)\{([^,]+),$", text, re.MULTILINE)
    assert [kind for kind, _ in keys] == ["misc", "techreport", "techreport"]
    assert len({key for _, key in keys}) == 3
    assert text.count("year = {2024}") == 3


def test_the_index_lists_every_file_with_its_size_and_checksum(made):
    page = (made / "data/index.html").read_text(encoding="utf-8")
    listed = dict(re.findall(r'<th scope="row"><a href="([^"]+)">.*?title="([0-9a-f]{64})"', page, re.DOTALL))
    for path in (made / "data").rglob("*"):
        if path.is_file() and path.name != "index.html":
            address = path.relative_to(made / "data").as_posix()
            assert listed[address] == hashlib.sha256(path.read_bytes()).hexdigest(), address


def test_the_index_lists_reports_and_notebooks_that_lie_beside_data(edition, made, tmp_path):
    shutil.copytree(made, tmp_path / "2023")
    folder = tmp_path / "2023"
    (folder / "notebooks/zh/indicators").mkdir(parents=True)
    for name in ("report-zh.pdf", "notebooks/zh/03-indicators.ipynb", "notebooks/zh/indicators/i03.ipynb"):
        (folder / name).write_bytes(b"x")
    write_data_index({"zh": edition}, folder, PROJECT)
    page = (folder / "data/index.html").read_text(encoding="utf-8")
    titles = {
        "../report-zh.pdf": "评估报告（中文）",
        "../notebooks/zh/03-indicators.ipynb": "主要指标（中文）",
        "../notebooks/zh/indicators/i03.ipynb": "养老床位总数（中文）",
    }
    for address, title in titles.items():
        assert f'<a href="{address}">{title}</a>' in page


def test_the_index_of_an_edition_in_english_alone_leads_to_its_english_pages(tmp_path):
    english = open_edition(2023, "en")
    page = (publish({"en": english}, tmp_path / "2023") / "data/index.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert 'href="../en/methods.html"' in page and 'href="../zh/' not in page


@pytest.mark.parametrize(("size", "shown"), [(820, "820 B"), (48_300, "48 kB"), (2_450_000, "2.5 MB")])
def test_sizes_are_written_for_people(size, shown):
    assert size_text(size) == shown


def test_the_same_edition_gives_the_same_bytes(edition, made, tmp_path):
    again = publish({"zh": edition, "en": replace(edition, language="en", words=load_words("en"))}, tmp_path / "2023")

    def checksums(folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file()
        }

    assert checksums(again) == checksums(made)


def test_a_table_that_is_no_more_leaves_no_file_behind(tmp_path):
    edition = make_edition()
    (tmp_path / "2023/data/tables").mkdir(parents=True)
    (tmp_path / "2023/data/tables/9-9.csv").write_text("old", encoding="utf-8")
    publish_downloads({"zh": edition}, {}, tmp_path / "2023")
    assert [path.name for path in (tmp_path / "2023/data/tables").iterdir()] == ["1-1.csv"]
