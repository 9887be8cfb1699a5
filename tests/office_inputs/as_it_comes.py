"""Data as it comes: how files are saved, how columns are headed, how cells are written."""

from __future__ import annotations

from bad_inputs.project import BadProject
from office_inputs.cases import (
    DAYS,
    HOLDINGS,
    OBSERVED,
    OBSERVED_2021,
    SHARE,
    case,
    cell,
    each,
    edit,
    read,
    recode,
    refused,
)

OBSERVED_2022 = "data/observations/2022.csv"
UNITS, SOURCES, INDICATORS = "data/plan/units.csv", "data/sources.csv", "data/plan/indicators.csv"
CONTEXT, TASKS = "data/context/values.csv", "data/plan/tasks.csv"
NOTE = "illustrative_example,,"


def lines(change):
    """The lines of this year's file changed as a whole."""

    def spoil(bad: BadProject) -> None:
        text = bad.path(OBSERVED).read_text(encoding="utf-8")
        bad.path(OBSERVED).write_text("\n".join(change(text.splitlines())) + "\n", encoding="utf-8")

    return spoil


def header(*names: str):
    return lines(lambda text: [",".join(names), *text[1:]])


def in_order(*places: int):
    return lines(lambda text: [",".join(line.split(",")[place] for place in places) for line in text])


# --- encodings -----------------------------------------------------------------------------------------------------

each(
    "encoding",
    [
        ("GBK", recode(OBSERVED_2022, lambda text: text.encode("gb18030"))),
        ("GBK, two words", recode(OBSERVED_2022, lambda text: text.replace("年报定稿后修订", "修订").encode("gbk"))),
        ("GBK in the list of sources", recode(SOURCES, lambda text: text.encode("gb18030"))),
        ("GBK in the units", recode(UNITS, lambda text: text.encode("gb18030"))),
        (
            "Big5",
            recode(OBSERVED_2022, lambda text: text.replace("年报定稿后修订", "年報定稿後修訂").encode("big5")),
        ),
        ("UTF-16 with its mark", recode(OBSERVED, lambda text: text.encode("utf-16"))),
        ("UTF-16, big end first", recode(OBSERVED, lambda text: b"\xfe\xff" + text.encode("utf-16-be"))),
        ("UTF-16 without a mark", recode(OBSERVED, lambda text: text.encode("utf-16-le"))),
        ("UTF-16 without a mark, Chinese", recode(OBSERVED_2022, lambda text: text.encode("utf-16-be"))),
        ("Excel's Unicode text", recode(OBSERVED, lambda text: text.replace(",", "\t").encode("utf-16"))),
    ],
    read("instead of UTF-8"),
)
each(
    "written in UTF-8",
    [
        ("with a mark", recode(OBSERVED, lambda text: text.encode("utf-8-sig"))),
        ("with two marks", recode(OBSERVED, lambda text: b"\xef\xbb\xbf" + text.encode("utf-8-sig"))),
        ("CRLF", recode(OBSERVED, lambda text: text.replace("\n", "\r\n").encode())),
        ("CR", recode(OBSERVED, lambda text: text.replace("\n", "\r").encode())),
        ("line ends mixed", recode(OBSERVED, lambda text: text.replace("\n", "\r\n", 2).encode())),
        ("no line end at the end", recode(OBSERVED, lambda text: text.rstrip("\n").encode())),
        ("blank lines", recode(OBSERVED, lambda text: text.replace("\n", "\n\n").encode())),
        ("a line of blanks", recode(OBSERVED, lambda text: (text + "   \n").encode())),
        ("a line of ideographic blanks", recode(OBSERVED, lambda text: (text + "　\n").encode())),
        ("Ctrl-Z at the end", recode(OBSERVED, lambda text: text.encode() + b"\x1a")),
        ("every field quoted", lines(lambda text: [",".join(f'"{c}"' for c in line.split(",")) for line in text])),
        ("a quoted header", lines(lambda text: [",".join(f'"{c}"' for c in text[0].split(",")), *text[1:]])),
        ("rows in another order", lines(lambda text: [text[0], *reversed(text[1:])])),
        ("columns in another order", in_order(1, 0, 4, 3, 2, 6, 5)),
        ("without the columns of notes", in_order(0, 1, 2, 3, 4)),
    ],
    read(),
)
each(
    "written in another way",
    [
        ("tabs", recode(OBSERVED, lambda text: text.replace(",", "\t").encode())),
        ("semicolons", recode(OBSERVED, lambda text: text.replace(",", ";").encode())),
        ("full-width commas", recode(OBSERVED, lambda text: text.replace(",", "，").encode())),
        ("vertical bars", recode(OBSERVED, lambda text: text.replace(",", "|").encode())),
        ("sep= above", lines(lambda text: ["sep=,", *text])),
        ("a title above", lines(lambda text: ["2023年主要指标完成情况,,,,,,", *text])),
        ("a title and a line of blanks above", lines(lambda text: ["2023年主要指标", ",,,,,,", *text])),
        ("separators at the end of each line", lines(lambda text: [line + ",," for line in text])),
        ("separators at the end of rows", lines(lambda text: [text[0], *(line + "," for line in text[1:])])),
        ("rows of separators", lines(lambda text: [*text, ",,,,,,", ",,,,,,"])),
        ("the header twice", lines(lambda text: [*text[:2], text[0], *text[2:]])),
        ("capitals", header("Indicator_ID", "YEAR", "Value", "Flag", "Source_ID", "Note_ZH", "Note_EN")),
        ("blanks", header(" indicator_id", "year ", "value", "flag", "source id", "note_zh", "note_en")),
        ("Chinese titles", header("指标", "年份", "数值", "数据状态", "来源", "说明（中文）", "说明（英文）")),
        ("Chinese names", header("指标编号", "年度", "指标值", "标记", "数据来源", "备注", "英文备注")),
        (
            "full-width letters",
            header("ｉｎｄｉｃａｔｏｒ＿ｉｄ", "year", "value", "flag", "source_id", "备注", "note_en"),
        ),
        (
            "Chinese titles, another order, tabs and GBK",
            lambda bad: (
                in_order(1, 0, 2, 3, 4, 5, 6)(bad),
                header("年份", "指标", "数值", "数据状态", "来源", "说明（中文）", "说明（英文）")(bad),
                recode(OBSERVED, lambda text: text.replace(",", "\t").encode("gb18030"))(bad),
            ),
        ),
    ],
    read("the file is read although it is written in another way"),
)
each(
    "a workbook under the name of a CSV file",
    [
        ("xlsx", recode(OBSERVED, lambda text: b"PK\x03\x04" + text.encode())),
        ("xls", recode(OBSERVED, lambda text: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + text.encode())),
    ],
    refused("a workbook stands under the name of a CSV file"),
)
case("Latin-1", recode(OBSERVED, lambda text: (text + "é").encode("latin-1")), refused("encoding", "cannot be told"))
case("no header", lines(lambda text: text[1:]), refused("no header that is known", only=False))
case(
    "a value below no name",
    lines(lambda text: [text[0] + ",", text[1] + ",238000", *(line + "," for line in text[2:])]),
    refused("a value stands in a column without a name", '"238000"'),
)
case("a column twice", header("指标", "年份", "数值", "数据状态", "来源", "说明", "备注"), refused("more than once"))
case(
    "a column nobody knows",
    header("indicator_id", "year", "value", "flag", "source_id", "note_zh", "填报人"),
    refused("a column is not known", "填报人"),
)
case("a quote left open", edit(OBSERVED, SHARE + NOTE, 'i02,2023,74,,illustrative_example,"数据,'), refused("closed"))
case("a row too long", edit(OBSERVED, SHARE + NOTE, SHARE + NOTE + ",又及"), refused("more fields than the header"))
case("a row too short", edit(OBSERVED, SHARE + NOTE, SHARE + "illustrative_example"), refused("fewer fields"))
case("a row of dashes", lines(lambda text: [text[0], "---,---,---,---,---,---,---", *text[1:]]), refused(only=False))
case(
    "a row of totals",
    lines(lambda text: [*text, "合计,2023,238096,,illustrative_example,,"]),
    refused("the indicator is not listed", "合计"),
)
case("a row twice", lines(lambda text: [*text, text[1]]), refused("a second value for the same year"))
case("merged cells", edit(OBSERVED, SHARE, ",2023,74,,"), refused('column "indicator_id" is empty', only=True))
case(
    "comma-separated rows in one quoted field",
    lines(lambda text: [text[0], *(f'"{line}"' for line in text[1:])]),
    refused("fewer fields", only=False),
)

# --- numbers -------------------------------------------------------------------------------------------------------

each(
    "a number as people write it",
    [
        (repr(text), cell(text))
        for text in (
            "７４",
            "７４．０",
            " 74",
            "74 ",
            "74\u00a0",
            "　74",
            "7\u200b4",
            "\ufeff74",
            "'74",
            "=74",
            '="74"',
            "74%",
            "74％",
            "７４％",
            "74 %",
            "+７４",
        )
    ],
    read("read as meant"),
)
each(
    "a plain number",
    [(text, cell(text)) for text in ("74", "74.0", "74.", "074", "+74", "7.4E+01", "74.00")],
    read(),
)
case("a number with too many decimals", cell("74.0000000000001"), read(i02=74.0000000000001))
each(
    "thousands",
    [
        (text, edit(OBSERVED, HOLDINGS, f"i01,2023,{text},,"))
        for text in (
            '"238,000"',
            "238 000",
            "238\u00a0000",
            "238'000",
            '"２３８，０００"',
            '" 238,000 "',
            "238000册",
            '"238,000 册"',
            '"=""238,000"""',
        )
    ],
    read("read as meant"),
)
case("a negative number with a full-width sign", cell("－5"), refused("a share lies outside 0-100", "-5"))
case("a negative number with the sign of mathematics", cell("−5"), refused("a share lies outside 0-100", "-5"))
each(
    "what could mean two things",
    [
        (text, cell(text))
        for text in (
            "约74",
            "≥74",
            ">74",
            "74左右",
            "7.4万",
            "74,5",
            ",74",
            "7 4",
            "74（其中县级75）",
            "70-75",
            "70～75",
            "74/100",
            "74‰",
            "74人",
            "七十四",
            "74.5.1",
            "1e400",
            "2023/12/31",
            "74¹",
            "七成四",
            "74?",
            "74*",
        )
    ],
    refused('column "value" does not hold a number', "Fix: write the figure alone, in plain digits"),
)
each(
    "a word for nothing",
    [
        (text, cell(text))
        for text in ("—", "——", "-", "/", "无", "暂无数据", "N/A", "n/a", "***", "…", "……", "未报送", "×", "null", "缺")
    ],
    refused("does not hold a number", "Fix: empty the cell, with flag m"),
)
each(
    "an error of a spreadsheet",
    [(text, cell(text)) for text in ("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "####")],
    refused("does not hold a number", "Fix: mend the formula"),
)
each("no finite number", [(text, cell(text)) for text in ("NaN", "inf", "-Infinity")], refused("no finite number"))

# --- years, ids, codes ---------------------------------------------------------------------------------------------

each(
    "a year as people write it",
    [
        (text, edit(OBSERVED, SHARE, f"i02,{text},74,,"))
        for text in ("2023年", "2023年度", "２０２３", "2023.0", " 2023", "2023年末", "２０２３年")
    ],
    read("read as meant"),
)
each(
    "no year",
    [
        (text, edit(OBSERVED, SHARE, f"i02,{text},74,,"))
        for text in ("2023H1", "2023上半年", "2023-12-31", "2023/12/31", "2023Q4", "二〇二三", "2022-2023")
    ],
    refused("does not hold a whole number", "Fix: write the year in four digits"),
)
case("a year of two digits", edit(OBSERVED, SHARE, "i02,23,74,,"), refused("the year lies outside the plan"))
case("a year to come", edit(OBSERVED, SHARE, "i02,2024,74,,"), refused("the year is later than the file"))
case("a year before the plan", edit(OBSERVED, SHARE, "i02,2019,74,,"), refused("the year lies outside the plan"))
each(
    "an id in other letters",
    [
        (repr(text), edit(OBSERVED, SHARE, f"{text},2023,74,,"))
        for text in ("i02 ", " i02", "i02\u00a0", "I02", "ｉ０２", "Ｉ０２", "i02\u200b")
    ],
    read("ids in other letters or with blanks read as the listed ones"),
)
each(
    "an id that is none",
    [
        (text, edit(OBSERVED, SHARE, f"{text},2023,74,,"))
        for text in ("i2", "i99", "../i02", "con", "服务点覆盖率", "i02.", "i0２x", "02", "indicator 2")
    ],
    refused("the indicator is not listed"),
)
each(
    "a flag in other letters",
    [
        (repr(text), edit(OBSERVED, DAYS, f"i03,2023,22,{text},"))
        for text in ("P", " p", "p ", "ｐ", "初步数", "Provisional")
    ],
    read("codes in other letters or with blanks read as the listed ones"),
)
each(
    "a flag that is none",
    [(text, edit(OBSERVED, DAYS, f"i03,2023,22,{text},")) for text in ("暂", "x", "?", "provisional figure")],
    refused("an unknown code"),
)
case(
    "a source with a blank behind it",
    edit(OBSERVED, SHARE + "illustrative_example", SHARE + "illustrative_example "),
    read("ids in other letters"),
)
case(
    "a value with flag m",
    edit(OBSERVED, SHARE, "i02,2023,74,m,"),
    refused("a value is flagged as missing"),
)
case("a value flagged f is no result", edit(OBSERVED_2021, "i03,2021,28,,", "i03,2021,28,f,"), read())

# --- what Excel does by itself ---------------------------------------------------------------------------------------

each(
    "Excel's dates in the list of sources",
    [
        (date, edit(SOURCES, ",2021-06-30,", f",{date},"))
        for date in (
            "2021/6/30",
            "2021/06/30",
            "2021-6-30",
            "2021年6月30日",
            "2021.6.30",
            "2021/6/30 0:00",
            "2021年6月",
            "2021年",
            "2021-06-30 ",
        )
    ],
    read("read as meant"),
)
each(
    "a date that could be two",
    [(date, edit(SOURCES, ",2021-06-30,", f",{date},")) for date in ("6/7/2021", "Jun-21", "44377", "21/6/30")],
    refused('column "published" is not written as it should be', "in the order of year, month and day"),
)
each(
    "no date of the calendar",
    [
        (date, edit(SOURCES, ",2021-06-30,", f",{date},"))
        for date in ("2021-06-31", "2024-13-01", "9999-12-31", "0000", "2021/2/30")
    ],
    refused("no such date"),
)


def everywhere(old: str, new: str, name: str):
    return recode(name, lambda text: text.replace(old, new).encode())


case(
    "Excel's TRUE and FALSE",
    lambda bad: (everywhere(",true,", ",TRUE,", CONTEXT)(bad), everywhere(",false,", ",FALSE,", CONTEXT)(bad)),
    read("as Excel rewrites it"),
)
case("yes in Chinese", everywhere(",true,", ",是,", CONTEXT), read("是 and 否 read as true and false"))
case("neither true nor false", everywhere(",false,", ",no,", CONTEXT), refused("does not hold true or false"))


def yearbook(bad: BadProject, *ids: str) -> None:
    rows = [f"{each},series,,loans,外借,Loans,," for each in ids]
    head = "table_id,kind,chapter_id,series,title_zh,title_en,note_zh,note_en"
    bad.path("data/plan/yearbook.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


case(
    "Excel's 1月1日 for 1-1",
    lambda bad: yearbook(bad, "1月1日", "1月2日"),
    read("1月1日 and the like, as Excel rewrites it"),
)
case(
    "Excel's 2-Jan for 1-2",
    lambda bad: yearbook(bad, "1-Jan", "2-Jan"),
    read("1月1日 and the like, as Excel rewrites it"),
)
case(
    "a number of a table that is none", lambda bad: yearbook(bad, "1", "1-2"), refused("is not written as it should be")
)

# --- garbled texts -----------------------------------------------------------------------------------------------

each(
    "garbled text",
    [
        (repr(text), edit(INDICATORS, ",公共图书馆藏书量,", f",{text},"))
        for text in (
            "公共图书馆藏书锟斤拷",
            "公共图书馆\ufffd\ufffd量",
            "公共图书馆藏书量".encode().decode("latin-1"),
            "公共图书馆藏书量".encode().decode("cp1252", "replace").replace("\ufffd", "") + "\ufffd",
            "公共图书馆藏书量年末数".encode().decode("gb18030", "ignore"),
            "烫烫烫烫",
        )
    ],
    refused("is garbled", "write the text anew", only=False),
)
each(
    "text that is not garbled",
    [
        (text, edit(INDICATORS, ",公共图书馆藏书量,", f",{text},"))
        for text in (
            "联通馆藏书量",
            "公共圖書館藏書量",
            "图书馆（Café）藏书量",
            "藏書·ＡＢＣ",
            "図書館の蔵書量",
            "示例县㗂",
        )
    ],
    read(),
)
