"""Bad inputs, one defect each: name → what is done to a good project.

What `check` says of each is kept in `expected/<name>.txt`, to be read as prose. After a wording is changed on
purpose, `python tests/bad_inputs/write_expected.py` writes them anew; read the difference before keeping it.
"""

from __future__ import annotations

from collections.abc import Callable

from bad_inputs.project import BadProject, parameters_cell, prose_cell
from nbformat.v4 import new_code_cell

from planbook.load.package import describe_folder

CASES: dict[str, Callable[[BadProject], object]] = {}

INDICATORS, UNITS, CHAPTERS = "data/plan/indicators.csv", "data/plan/units.csv", "data/plan/chapters.csv"
SOURCES, PLAN, PACKAGE = "data/sources.csv", "data/plan/plan.yml", "data/datapackage.json"
OBSERVED_2022, OBSERVED = "data/observations/2022.csv", "data/observations/2023.csv"
TASKS, PROGRESS, ACHIEVEMENTS = "data/plan/tasks.csv", "data/progress/2023.csv", "data/plan/achievements.csv"
VALUES, DERIVED = "data/context/values.csv", "data/context/derived.csv"
PARAMETERS, WORDS_ZH, WORDS_EN = "params/2023.yml", "site/locales/zh.yml", "site/locales/en.yml"
NOTEBOOK = "notebooks/03-indicators.ipynb"

HOLDINGS = "i01,2023,238000,,"  # the row of indicator 1 in the file of 2023


def edits(case: str, name: str, old: str, new: str) -> None:
    """A case that replaces one piece of one file."""
    CASES[case] = lambda bad: bad.edit(name, old, new)


def adds(case: str, name: str, line: str) -> None:
    """A case that adds one row to a file."""
    CASES[case] = lambda bad: bad.add_line(name, line)


def notebook(case: str, *cells) -> None:
    """A case whose notebook is made of these cells."""
    CASES[case] = lambda bad: bad.write_notebook(list(cells))


def case(change: Callable[[BadProject], object]) -> Callable[[BadProject], object]:
    CASES[change.__name__] = change
    return change


# --- files -----------------------------------------------------------------------------------------------------


@case
def column_missing(bad):
    text = bad.path(OBSERVED).read_text(encoding="utf-8").splitlines()
    rows = [",".join(cell for index, cell in enumerate(line.split(",")) if index != 3) for line in text]
    bad.path(OBSERVED).write_text("\n".join(rows) + "\n", encoding="utf-8")


edits("column_unknown", OBSERVED, "note_en", "note_en,remark")
edits("column_twice", OBSERVED, "note_zh,note_en", "note_zh,note_en,note_en")


@case
def file_empty(bad):
    bad.path(OBSERVED).write_text("", encoding="utf-8")


@case
def file_in_an_unknown_encoding(bad):
    text = bad.path(OBSERVED_2022).read_text(encoding="utf-8")
    text = text.replace("年报定稿后修订", "").replace("annual", "annuàl")
    bad.path(OBSERVED_2022).write_bytes(text.encode("latin-1"))


edits(
    "row_with_too_many_fields",
    OBSERVED,
    "i02,2023,74,,illustrative_example,,",
    "i02,2023,74,,illustrative_example,,counted in July, not in December",
)
edits("row_with_too_few_fields", OBSERVED, "i02,2023,74,,illustrative_example,,", "i02,2023,74,,illustrative_example")
edits("quote_left_open", OBSERVED, "i02,2023,74,,illustrative_example,,", 'i02,2023,74,,illustrative_example,"数据,')


@case
def table_missing(bad):
    bad.path(UNITS).unlink()


@case
def file_not_named_after_a_year(bad):
    bad.path(OBSERVED).with_name("2023年.csv").write_bytes(bad.path(OBSERVED).read_bytes())


@case
def file_of_the_year_missing(bad):
    bad.path(OBSERVED).unlink()


# --- schema ----------------------------------------------------------------------------------------------------

edits("value_not_a_number", OBSERVED, HOLDINGS, "i01,2023,未统计,,")
edits("value_in_another_unit", OBSERVED, HOLDINGS, "i01,2023,23.8万册,,")
edits("value_nan", OBSERVED, HOLDINGS, "i01,2023,NaN,,")
edits("value_infinite", OBSERVED, HOLDINGS, "i01,2023,-inf,,")
edits("year_not_whole", OBSERVED, HOLDINGS, "i01,2023.5,238000,,")
edits("year_empty", OBSERVED, HOLDINGS, "i01,,238000,,")
edits("indicator_unknown", OBSERVED, HOLDINGS, "i1,2023,238000,,")
edits("unit_unknown", INDICATORS, "rise,volume,", "rise,volumes,")
edits("flag_unknown", OBSERVED, HOLDINGS, "i01,2023,238000,x,")
edits("direction_unknown", INDICATORS, "rise,volume,", "up,volume,")
adds("id_twice", CHAPTERS, "c2-2,c2,二（三）,阅读推广,Reading promotion,,")
adds("value_twice_for_a_year", OBSERVED, "i02,2023,75,,illustrative_example,,")
edits("name_empty", CHAPTERS, ",二（一）,", ",,")
edits("number_too_small", INDICATORS, "i01,1,", "i01,0,")
edits("address_not_an_address", SOURCES, "https://example.org/news", "example.org/news")
edits("preferred_not_true_or_false", VALUES, "外借50.0万册次,true", "外借50.0万册次,yes")
edits("chapter_below_an_unknown_one", CHAPTERS, "c2-2,c2,", "c2-2,c9,")


@case
def package_not_json(bad):
    bad.path(PACKAGE).write_text('{\n  "resources": ,\n}\n', encoding="utf-8")


@case
def package_without_resources(bad):
    bad.path(PACKAGE).write_text("{}", encoding="utf-8")


@case
def package_with_another_type(bad):
    text = describe_folder(bad.path("data"), "data")
    field = '"name": "target_high",\n            "type": "number"'
    bad.path(PACKAGE).write_text(text.replace(field, field.replace("number", "string")), encoding="utf-8")


@case
def package_with_a_file_too_many(bad):
    bad.path(PACKAGE).write_text(describe_folder(bad.path("data"), "data"), encoding="utf-8")
    bad.path("data/progress/2022.csv").unlink()


edits("text_with_a_control_character", TASKS, "Promote reading for everyone", "Promote reading\x07 for everyone")
edits("text_with_a_nul", SOURCES, "https://example.org/news", "https://example.org/news\0")
edits("date_impossible", SOURCES, "2021-06-30,示例", "2021-06-31,示例")
edits("date_of_another_age", SOURCES, "2021-06-30,示例", "9999,示例")
edits("quotation_too_long", VALUES, "外借50.0万册次", "外借" * 41)


# --- yearly figures --------------------------------------------------------------------------------------------

edits("share_above_100", OBSERVED, "i02,2023,74,", "i02,2023,174,")
edits("count_negative", OBSERVED, HOLDINGS, "i01,2023,-238000,,")
edits("count_not_whole", OBSERVED, HOLDINGS, "i01,2023,238000.5,,")
edits("share_given_as_fraction", OBSERVED, "i02,2023,74,", "i02,2023,0.74,")
edits("count_given_in_ten_thousands", OBSERVED, HOLDINGS, "i01,2023,23.8,,")
edits("level_a_hundredfold", OBSERVED, "i03,2023,22,p", "i03,2023,2200,p")
edits("value_jumps", OBSERVED, HOLDINGS, "i01,2023,328000,,")
edits("year_before_the_plan", OBSERVED, HOLDINGS, "i01,2019,198000,,")
edits("year_after_the_file", OBSERVED, HOLDINGS, "i01,2024,250000,,")
edits("value_flagged_missing", OBSERVED, HOLDINGS, "i01,2023,238000,m,")
edits("revision_without_flag", OBSERVED_2022, "i01,2021,211000,r,", "i01,2021,211000,,")
edits("flag_r_without_revision", OBSERVED, HOLDINGS, "i01,2023,238000,r,")
edits("status_of_a_numeric_task", PROGRESS, "t2-1-01,2023,15,,", "t2-1-01,2023,15,under_way,")
edits("value_of_a_qualitative_measure", PROGRESS, "t2-2-01,2023,,", "t2-2-01,2023,3,")
edits("status_empty", PROGRESS, ",,under_way,", ",,,")

# --- targets ---------------------------------------------------------------------------------------------------

edits("baseline_equals_target", INDICATORS, "2020,200000,2025,260000", "2020,260000,2025,260000")
edits("target_year_before_baseline", INDICATORS, "2020,200000,2025,260000", "2020,200000,2015,260000")
edits("target_against_direction", INDICATORS, "2020,200000,2025,260000", "2020,200000,2025,180000")
edits("bound_against_direction", INDICATORS, "90,,at_least,rise", "90,,at_most,rise")
edits("share_target_above_100", INDICATORS, "2020,62,2025,90", "2020,62,2025,190")
edits("range_without_its_end", INDICATORS, "binding,reach,,", "binding,range,,")
edits("about_without_tolerance", INDICATORS, "binding,reach,,", "binding,about,,")
edits("target_empty", INDICATORS, "2020,200000,2025,260000", "2020,200000,2025,")
edits("from_zero_from_something", INDICATORS, "volume,anticipatory,reach", "volume,anticipatory,from_zero")
edits("qualitative_with_a_target", TASKS, ",,,2025,,plain,rise,,qualitative", ",,,2025,5,plain,rise,,qualitative")
edits("start_year_after_the_year", ACHIEVEMENTS, "station,4,2015", "station,4,2025")

# --- background ------------------------------------------------------------------------------------------------

edits("quotation_missing", VALUES, "news_example,55.1万册次,", "news_example,,")
edits("two_figures_preferred", VALUES, "55.1万册次,false", "55.1万册次,true")
edits("background_illustrative", VALUES, "2018,500000,,yearbook_example", "2018,500000,,illustrative_example")
edits("derived_value_wrong", DERIVED, "2023,2.80,", "2023,2.85,")
edits("derived_input_unknown", DERIVED, "residents:example:2023", "residents:example:2022")
edits("derived_input_not_used", DERIVED, "560000 / 200000", "2.8 * 200000 / 200000")
edits("derived_not_arithmetic", DERIVED, "560000 / 200000", "560000 / (200000")
edits("derived_among_published", VALUES, "2018,500000,,yearbook_example", "2018,500000,,derived_example")

# --- sources and texts -----------------------------------------------------------------------------------------

edits("source_not_listed", OBSERVED, HOLDINGS + "illustrative_example", HOLDINGS + "illustrative_exmaple")
adds("source_not_used", SOURCES, "old_return,旧年报,Old return,示例县,Example County,2019,,,original,,")
edits("plan_source_not_listed", PLAN, "source_id: plan_example", "source_id: plan_sample")
edits("target_with_illustrative_source", TASKS, "i02,plan_example", "i02,illustrative_example")
edits("translation_missing", INDICATORS, "county at the end of the year.,,", "county at the end of the year.,总册数,")
edits("chinese_in_english", TASKS, "Promote reading for everyone", "Promote 全民阅读")
edits("english_in_chinese", TASKS, "开展全民阅读宣传", "Promote reading for everyone")
edits("text_like_a_formula", VALUES, "外借50.0万册次", "=50*10000")

# --- plan.yml and parameters -----------------------------------------------------------------------------------

edits("plan_key_unknown", PLAN, "document_number:", "document_no:")
edits("plan_key_twice", PLAN, "issued: 2021-06-30", "issued: 2021-06-30\nissued: 2021-07-01")
edits("plan_date_not_a_date", PLAN, "issued: 2021-06-30", "issued: June 2021")
edits("plan_date_impossible", PLAN, "issued: 2021-06-30", "issued: 2021-06-31")
edits("plan_baseline_inside_the_period", PLAN, "baseline_year: 2020", "baseline_year: 2022")
edits("plan_not_yaml", PLAN, "  zh: 示例县\n", "  zh: 示例县: 全县\n")


@case
def parameters_missing(bad):
    bad.path(PARAMETERS).unlink()


edits("parameter_unknown", PARAMETERS, "  likely: 0.80", "  likly: 0.80")
edits("parameters_of_another_year", PARAMETERS, "year: 2023", "year: 2022")
edits("thresholds_out_of_order", PARAMETERS, "  on_pace: 0.80", "  on_pace: 1.20")
edits("threshold_not_a_number", PARAMETERS, "  ahead: 1.10", '  ahead: "1.10"')
edits("too_few_points_to_project", PARAMETERS, "minimum_points: 3", "minimum_points: 2")
edits("site_address_not_an_address", PARAMETERS, "kind: mid_term", "site_address: example.org\nkind: mid_term")
edits("kind_of_edition_unknown", PARAMETERS, "kind: mid_term", "kind: midterm")
edits("cut_off_in_another_year", PARAMETERS, "cut_off: 2023-12-31", "cut_off: 2022-12-31")
edits("published_before_cut_off", PARAMETERS, "published: 2024-03-31", "published: 2023-03-31")
edits("edition_title_in_one_language", PARAMETERS, "  en: Evaluation of the libraries plan of Example County\n", "")

# --- words -----------------------------------------------------------------------------------------------------

edits("word_missing", WORDS_EN, "  title: Evaluation\n", "")
edits("word_with_other_fields", WORDS_EN, "{name}: {value}", "{name}: {values}")
edits("word_read_as_false", WORDS_EN, "title: Evaluation", "title: no")
edits("word_key_read_as_false", WORDS_EN, "page:\n", "page:\n  no: no\n")
edits("word_key_twice", WORDS_EN, "  title: Evaluation", "  title: Evaluation\n  title: Assessment")
edits("word_brace_open", WORDS_EN, "{name}: {value}", "{name}: {value")
edits("word_empty_in_one_language", WORDS_EN, "title: Evaluation", 'title: ""')
edits("plural_form_missing", WORDS_EN, "    one: one indicator\n", "")


@case
def words_missing(bad):
    bad.path(WORDS_EN).unlink()


# --- notebooks -------------------------------------------------------------------------------------------------

ZH, EN = prose_cell("# 主要指标", "zh"), prose_cell("# Main indicators", "en")
CODE = new_code_cell("edition = open_edition(year, lang)")

notebook("parameters_cell_missing", ZH, EN, CODE)
notebook("parameters_cell_not_first", ZH, EN, CODE, parameters_cell())
notebook("parameters_cells_two", ZH, EN, parameters_cell(), parameters_cell())
notebook("parameter_computed", ZH, EN, parameters_cell('year = 2023\nlang = "zh"\nprevious = year - 1'))
notebook("parameter_not_declared", ZH, EN, parameters_cell("year = 2023"))
notebook("parameters_cell_not_python", ZH, EN, parameters_cell("year = \n"))
notebook("prose_without_language", prose_cell("# Main indicators"), parameters_cell())
notebook("prose_without_translation", ZH, EN, parameters_cell(), prose_cell("各项指标。", "zh"), CODE)
notebook("prose_chinese_in_english", ZH, prose_cell("# 主要指标 of the plan", "en"), parameters_cell())


@case
def notebook_not_json(bad):
    bad.path(NOTEBOOK).write_text("<<<<<<< HEAD\n", encoding="utf-8")


edits("notebook_of_a_chapter_missing", CHAPTERS, "03-indicators", "03-indicator")
edits("page_without_a_notebook", CHAPTERS, "Reading facilities,,", "Reading facilities,,02-1-reading")
edits("page_twice", CHAPTERS, "Reading facilities,,", "Reading facilities,03-indicators,")

# --- checks of the plan -----------------------------------------------------------------------------------------

CHECKS = "data/plan/cross_checks.csv"
edits("check_of_an_unknown_figure", CHECKS, "before = a1-1-01.start", "before = a1-1-02.start")
edits("check_without_names", CHECKS, "now = a1-1-01.value; before", "a1-1-01.value; before")
edits("check_with_an_unnamed_figure", CHECKS, ",now - before,", ",now - then,")
edits("check_with_more_than_arithmetic", CHECKS, ",now - before,", ",now ** before,")
edits("check_asking_for_an_unnamed_figure", CHECKS, "增加{left}，所称", "增加{later}，所称")
edits("check_relation_unknown", CHECKS, ",equal,", ",same,")

# --- the situation ----------------------------------------------------------------------------------------------

SITUATION = "data/plan/situation.csv"
edits("situation_series_unknown", SITUATION, "loans,loans,example", "loans,lones,example")
edits("situation_area_unknown", SITUATION, "loans:example", "loans:sample")
edits("situation_ratio_not_arithmetic", SITUATION, "loans / 10", "loans over 10")


# --- who answers for what -----------------------------------------------------------------------------------------

OFFICES = (
    "office_id,name_zh,name_en,source_id\n"
    "libraries,图书馆科,Libraries division,plan_example\n"
    "culture,文化科,Culture division,plan_example\n"
)
FINDING = (
    "finding_id,subject_id,cause,cause_text_zh,cause_text_en,measure_zh,measure_en,"
    "office_id,due,follows,answer,source_id\n"
)


def duties(case: str, **files: str) -> None:
    """A case that adds tables of duty, by their file's name."""

    def change(bad):
        for name, text in {"offices": OFFICES, **files}.items():
            path = bad.path(f"data/{'findings/2023' if name == 'findings' else f'plan/{name}'}.csv")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")

    CASES[case] = change


duties("duty_for_nothing", duties="subject_id,office_id,role,source_id\ni99,libraries,lead,plan_example\n")
duties(
    "two_offices_lead",
    duties="subject_id,office_id,role,source_id\ni01,libraries,lead,plan_example\ni01,culture,lead,plan_example\n",
)
duties("finding_says_nothing", findings=FINDING + "f1,i01,,,,,,,,,,plan_example\n")
duties("countermeasure_without_date", findings=FINDING + "f1,i01,staff,,,增加人员,Hire,libraries,,,,plan_example\n")
duties("answer_to_nothing", findings=FINDING + "f1,i01,,,,,,,,f0,done,plan_example\n")
duties(
    "change_without_target",
    adjustments="adjustment_id,year,subject_id,kind,proposed,reason_zh,reason_en,office_id,source_id\n"
    "a01,2023,i01,raise,,已达到,Met,libraries,plan_example\n",
)
duties(
    "project_ends_before_it_starts",
    projects="project_id,chapter_id,name_zh,name_en,starts,ends,place,source_id\n"
    "p01,c2,新馆,New library,2024-05,2023,三,plan_example\n",
)

# --- changes of the plan ---------------------------------------------------------------------------------------

CHANGE = "change_id,indicator_id,effective,part,value,source_id,note_zh,note_en\n"


def changes(case: str, *rows: str) -> None:
    """A case that adds a table of changes of the plan."""

    def change(bad):
        bad.path("data/plan/changes.csv").write_text(CHANGE + "".join(f"{row},,\n" for row in rows), encoding="utf-8")

    CASES[case] = change


changes("plan_change_without_value", "c1,i02,2023-06-30,target,,plan_example")
changes("plan_change_dropped_with_value", "c1,i02,2023-06-30,dropped,5,plan_example")
changes("plan_change_to_no_year", "c1,i02,2023-06-30,target_year,2026.5,plan_example")
changes("plan_change_outside_the_plan", "c1,i02,2020-06-30,target,95,plan_example")
changes("plan_change_on_no_day", "c1,i02,2023-06,target,95,plan_example")
changes("plan_change_made_up", "c1,i02,2023-06-30,target,95,illustrative_example")
changes("plan_change_against_the_direction", "c1,i02,2023-06-30,target,50,plan_example")
changes("plan_change_of_no_indicator", "c1,i09,2023-06-30,target,60,plan_example")
changes("plan_change_twice", "c1,i02,2023-06-30,target,95,plan_example", "c2,i02,2023-06-30,target,96,plan_example")
changes(
    "plan_change_after_the_end", "c1,i02,2022-06-30,dropped,,plan_example", "c2,i02,2023-06-30,target,96,plan_example"
)
changes(
    "plan_change_before_the_beginning",
    "c1,i02,2022-06-30,target,95,plan_example",
    "c2,i02,2023-06-30,added,,plan_example",
)
changes("plan_change_of_nothing", "c1,i02,2023-06-30,target,90,plan_example")

# --- what lies in one another -------------------------------------------------------------------------------------

AREAS = "data/plan/areas.csv"
edits("heading_below_itself", CHAPTERS, "c2,,二,主要任务", "c2,c2,二,主要任务")
adds("area_in_one_of_its_level", AREAS, "other,邻县,Next County,county,000001,example")
edits("area_of_the_plan_missing", AREAS, "county,000000,", "county,000009,")

YEARBOOK = "table_id,kind,chapter_id,series,title_zh,title_en,note_zh,note_en\n"


def yearbook(case: str, row: str) -> None:
    """A case that adds the yearbook's list of tables, of one row."""

    def change(bad):
        bad.path("data/plan/yearbook.csv").write_text(f"{YEARBOOK}1-1,{row},,\n", encoding="utf-8")

    CASES[case] = change


yearbook("yearbook_table_of_no_series", "series,,,借阅,Loans")
yearbook("yearbook_table_begins_with_a_part", "series,,#loans;residents,借阅,Loans")
yearbook("yearbook_series_unknown", "series,,lones,借阅,Loans")
yearbook("yearbook_table_without_title", "series,,loans,,")
yearbook("yearbook_table_of_the_plan_with_series", "indicators,c1,loans,,")
yearbook("yearbook_table_without_heading", "indicators,,,,")

# --- projects, findings and checks that name what is not there ----------------------------------------------------

PROJECT = "project_id,chapter_id,name_zh,name_en,starts,ends,investment,unit_id,place,source_id\n"
REPORT = "project_id,year,status,done,money,source_id\n"


def project(case: str, row: str, report: str = "") -> None:
    """A case with one project, and what the file of 2023 reports of it."""

    def change(bad):
        bad.path("data/plan/projects.csv").write_text(f"{PROJECT}{row}\n", encoding="utf-8")
        if report:
            bad.path("data/project_progress").mkdir()
            bad.path("data/project_progress/2023.csv").write_text(f"{REPORT}{report}\n", encoding="utf-8")

    CASES[case] = change


project("investment_without_unit", "p01,c2,新馆,New library,2022,2024,500,,二,plan_example")
NEW = "p01,c2,新馆,New library,2022,2024,,,二,plan_example"
project("project_report_of_a_later_year", NEW, "p01,2024,under_way,,,illustrative_example")
project("project_completed_in_part", NEW, "p01,2023,completed,80,,illustrative_example")
project("money_without_unit", NEW, "p01,2023,under_way,,300,illustrative_example")

duties("countermeasure_without_office", findings=FINDING + "f1,i01,staff,,,增加人员,Hire,,2024-06,,,plan_example\n")
duties("answer_without_what_it_answers", findings=FINDING + "f1,i01,,,,,,,,,done,plan_example\n")


@case
def finding_told_twice(bad):
    CASES["countermeasure_without_date"](bad)
    told = bad.path("data/findings/2023.csv").read_text(encoding="utf-8").replace("libraries,", "libraries,2024-06")
    bad.path("data/findings/2022.csv").write_text(told, encoding="utf-8")
    bad.path("data/findings/2023.csv").write_text(told.replace("2024-06", "2024-07"), encoding="utf-8")


edits("check_text_with_an_open_brace", CHECKS, '"{left} more, as stated."', '"{left more, as stated."')

# --- other figures of the plan and of background ------------------------------------------------------------------


@case
def derived_without_derived_source(bad):
    bad.edit(DERIVED, "2.80,,derived_example", "2.80,,yearbook_example")
    bad.add_line(DERIVED, "residents,example,2022,198000,,derived_example,200000 * 0.99,residents:example:2023,,")


@case
def task_told_of_no_more(bad):
    lines = bad.path(PROGRESS).read_text(encoding="utf-8").splitlines(keepends=True)
    bad.path(PROGRESS).write_text("".join(line for line in lines if "t2-2-01" not in line), encoding="utf-8")


# --- values by category ----------------------------------------------------------------------------------------

BREAKDOWN = "breakdown_id,name_zh,name_en,complete\nowner,举办主体,Owner,true\nage,年龄,Age,false\n"
CATEGORY = "category_id,breakdown_id,name_zh,name_en\npublic,owner,公办,Public\nprivate,owner,民办,Private\n"
PART = "indicator_id,year,category_id,value,flag,source_id,note_zh,note_en\n"


def parts(case: str, *rows: str, categories: str = CATEGORY) -> None:
    """A case that adds values by category, and the tables they need."""

    def change(bad):
        for name, text in {"plan/breakdowns": BREAKDOWN, "plan/categories": categories}.items():
            if text:
                bad.path(f"data/{name}.csv").write_text(text, encoding="utf-8")
        bad.path("data/observations_by").mkdir()
        text = PART + "".join(f"{row},illustrative_example,,\n" for row in rows)
        bad.path("data/observations_by/2023.csv").write_text(text, encoding="utf-8")

    CASES[case] = change


parts("parts_do_not_add_up", "i01,2023,public,200000,", "i01,2023,private,30000,")
parts("parts_beyond_the_total", "i01,2023,public,240000,")
parts("parts_around_a_share", "i02,2023,public,80,", "i02,2023,private,90,")
parts("part_of_no_category", "i01,2023,states,200000,")
parts("parts_without_categories", "i01,2023,public,200000,", categories="")
parts("part_twice", "i01,2023,public,200000,", "i01,2023,public,210000,")
parts("part_negative", "i01,2023,public,-5,")


@case
def parts_without_a_total(bad):
    CASES["parts_do_not_add_up"](bad)
    bad.edit("data/observations_by/2023.csv", "i01,2023,public,200000,", "i01,2022,public,200000,")
    bad.edit("data/observations_by/2023.csv", "i01,2023,private,30000,", "i01,2022,private,30000,")
    bad.edit(OBSERVED_2022, "i01,2022,224000,,", "i01,2022,,m,")
