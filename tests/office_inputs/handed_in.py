"""What was not handed in, or under a name nobody reads; and wrong figures."""

from __future__ import annotations

import shutil

from bad_inputs.project import BadProject
from office_inputs.cases import (
    DAYS,
    HOLDINGS,
    OBSERVED,
    OBSERVED_2021,
    OBSERVED_2022,
    SHARE,
    case,
    cell,
    each,
    edit,
    read,
    refused,
    warned,
)

NOTE = "illustrative_example,,"


def drop(old: str, name: str = OBSERVED):
    return edit(name, f"{old}{NOTE}\n", "")


def rename(old: str, new: str):
    return lambda bad: bad.path(old).rename(bad.path(new))


def beside(name: str, content: bytes = b"x"):
    def spoil(bad: BadProject) -> None:
        bad.path(name).parent.mkdir(exist_ok=True)
        bad.path(name).write_bytes(content)

    return spoil


def copied(bad: BadProject) -> None:
    shutil.copy(bad.path(OBSERVED_2022), bad.path(OBSERVED))


def copied_with_another_row(bad: BadProject) -> None:
    text = bad.path(OBSERVED_2022).read_text(encoding="utf-8")
    bad.path(OBSERVED).write_text(text.replace("i03,2022,25,,illustrative_example,,\n", ""), encoding="utf-8")


case(
    "a row of a binding indicator deleted",
    drop(SHARE),
    warned("1 of 3 indicators have no row for 2023", "i02", "all binding"),
)
case("a row deleted", drop(DAYS), warned("1 of 3 indicators have no row for 2023", "i03"))
case(
    "an earlier row deleted",
    drop("i02,2022,71,,", OBSERVED_2022),
    warned(OBSERVED_2022, "have no row for 2022", "i02"),
)
case(
    "no row of the year, only the header",
    lambda bad: bad.path(OBSERVED).write_text("indicator_id,year,value,flag,source_id\n", encoding="utf-8"),
    warned("no indicator has a row for 2023", "i01, i02, i03"),
)
case(
    "a row with flag m is not missed",
    edit(OBSERVED, SHARE, "i02,2023,,m,"),
    read(i02=None),
)
case("this year's file a copy of last year's", copied, refused("a copy of another year's", OBSERVED_2022, only=False))
case(
    "last year's rows under this year's name", copied_with_another_row, refused("has no row for 2023, only for", "copy")
)
case("an earlier year's file deleted", lambda bad: bad.path(OBSERVED_2021).unlink(), refused("no figures for 2021"))
case(
    "this year's progress deleted",
    lambda bad: bad.path("data/progress/2023.csv").unlink(),
    refused("there is no progress of tasks for 2023"),
)
case(
    "a task told of last year and not this year",
    edit("data/progress/2023.csv", "t2-1-01,2023,15,,,illustrative_example,,\n", ""),
    warned("no row for 2023 of tasks that were told of before", "t2-1-01"),
)
each(
    "a file under a name nobody reads",
    [
        (new.rpartition("/")[2], rename(OBSERVED_2021, new))
        for new in (
            "data/observations/2021.CSV",
            "data/observations/2021年.csv",
            "data/observations/2021 .csv",
            "data/observations/2021.txt",
            "data/observations/2021.csv.txt",
        )
    ],
    refused("has a name that is not read", "rename it to data/observations/2021.csv", only=False),
)
each(
    "a workbook for a table",
    [
        (new, rename(OBSERVED_2021, f"data/observations/{new}"))
        for new in ("2021.xlsx", "2021.xls", "2021.et", "2021年报.xlsx")
    ],
    refused("a workbook stands where", "returns import", only=False),
)
each(
    "a second file beside the one that counts",
    [
        (new, lambda bad, new=new: shutil.copy(bad.path(OBSERVED), bad.path(f"data/observations/{new}")))
        for new in ("2023 - 副本.csv", "2023 (1).csv", "2023_final.csv", "FY2023.csv")
    ],
    refused("has a name that is not read", "delete it where data/observations/2023.csv holds what counts"),
)
case(
    "a yearly file without a year",
    lambda bad: shutil.copy(bad.path(OBSERVED), bad.path("data/observations/最新.csv")),
    refused("is not named after a year"),
)
case(
    "a table of the plan with a capital ending",
    rename("data/plan/tasks.csv", "data/plan/tasks.CSV"),
    refused("rename it to data/plan/tasks.csv", only=False),
)
case(
    "a table of the plan as a workbook",
    rename("data/plan/indicators.csv", "data/plan/indicators.xlsx"),
    refused("a workbook stands where", only=False),
)
case(
    "a folder where a table should be",
    lambda bad: (bad.path(OBSERVED_2021).unlink(), bad.path(OBSERVED_2021).mkdir()),
    refused("a folder where a file should be"),
)
each(
    "leftovers of other programs",
    [
        (name, beside(f"data/{name}"))
        for name in (
            ".DS_Store",
            "observations/._2023.csv",
            "observations/~$2023.xlsx",
            "observations/.~lock.2023.csv#",
            "observations/2023.csv~",
            "observations/2023.csv.bak",
            "observations/2023.tmp",
            "plan/Thumbs.db",
            "plan/desktop.ini",
            "__MACOSX/x",
            "context/.ipynb_checkpoints/values-checkpoint.csv",
        )
    ],
    read("a leftover of another program is passed over"),
)
case("a file for readers", beside("data/README.md", b"# Libraries\n"), read())
case(
    "a file of a later year", beside("data/observations/2026.csv", b"indicator_id,year,value,flag,source_id\n"), read()
)

# --- wrong figures -----------------------------------------------------------------------------------------------

case("a share as a fraction", cell("0.74"), refused("given in another unit", "0.74"))
case("a small fraction of a large share", cell("0.2"), refused("given in another unit", "0.2"))
case("a share of all as 1", cell("1"), refused("given in another unit"))
case("a share above 100", cell("174"), refused("a share lies outside 0-100"))
case("a hundredfold share", cell("7400"), refused("a share lies outside 0-100"))
case("a negative share", cell("-5"), refused("a share lies outside 0-100"))
case(
    "a fraction with a note about something else",
    edit(OBSERVED, SHARE + NOTE, 'i02,2023,0.74,p,illustrative_example,初步数，待核定,"Provisional, to be confirmed"'),
    refused("given in another unit"),
)
case(
    "an unlikely value that was checked",
    edit(OBSERVED, SHARE + NOTE, "i02,2023,0.74,,illustrative_example,数值已核实,Figure verified"),
    read(i02=0.74),
)
case("a decimal point slipped in days", edit(OBSERVED, DAYS, "i03,2023,2.2,p,"), warned("decimal point had slipped"))
case("a hundredfold in days", edit(OBSERVED, DAYS, "i03,2023,2200,p,"), warned("given in another unit"))
case("a count in ten thousands", edit(OBSERVED, HOLDINGS, "i01,2023,23.8,,"), refused("given in another unit"))
case("a count that is not whole", edit(OBSERVED, HOLDINGS, "i01,2023,238000.5,,"), refused("a count is not whole"))
case("a jump", edit(OBSERVED, HOLDINGS, "i01,2023,328000,,"), warned("the value jumps"))
case("a jump with a break", edit(OBSERVED, HOLDINGS, "i01,2023,328000,b,"), read(i01=328000))


def towards_half_a_per_cent(bad: BadProject) -> None:
    bad.edit("data/plan/indicators.csv", "2020,62,2025,90,,at_least,rise", "2020,60,2025,0.5,,at_most,fall")
    bad.edit(OBSERVED_2021, "i02,2021,66,", "i02,2021,40,")
    bad.edit(OBSERVED_2022, "i02,2022,71,", "i02,2022,12,")
    bad.edit(OBSERVED, SHARE, "i02,2023,0.6,,")


case("the mirror: 0.6 on the way from 60 to 0.5", towards_half_a_per_cent, read(i02=0.6))
case("zero of a share", cell("0"), warned("the value jumps"))
case("all of a share at once", cell("100"), warned("the value jumps"))
case("beyond the target", cell("95"), read(i02=95))
case("the target exactly", cell("90"), read(i02=90))
