"""A break, a revision and a provisional value are separate facts of one cell."""

from __future__ import annotations

from office_inputs.cases import HOLDINGS, OBSERVED, OBSERVED_2022, SHARE, case, each, edit, read, refused, warned

SHARE_2022 = "i02,2022,71,,"


def breaks_and(new: str, more: str = ""):
    """A break in 2022, and a row of 2023's file that restates it."""

    def spoil(bad):
        bad.edit(OBSERVED_2022, SHARE_2022, "i02,2022,50,b,")
        bad.edit(OBSERVED, SHARE + "illustrative_example,,\n", f"i02,2023,52,,illustrative_example,,\n{new}{more}")

    return spoil


ROW = "illustrative_example,,\n"
each(
    "several flags in one cell",
    [(code, edit(OBSERVED, SHARE, f"i02,2023,74,{code},")) for code in ("bp", "pb", "be", "eu", "bpu", "dp", "in")],
    read(),
)
each(
    "several flags written otherwise",
    [
        (code, edit(OBSERVED, SHARE, f'i02,2023,74,"{code}",'))
        for code in ("BP", "b,p", "b p", "b/p", "b、p", "b;p", "ｂｐ", "b + p")
    ],
    read("codes in other letters or with blanks read as the listed ones"),
)
each(
    "flags that cannot hold together",
    [(code, edit(OBSERVED, HOLDINGS, f"i01,2023,,{code},")) for code in ("mp", "bd", "mb", "bf")],
    refused("says what cannot hold together"),
)
case("a flag twice", edit(OBSERVED, SHARE, "i02,2023,74,pp,"), refused("holds a letter twice"))
case("a letter that is no flag among flags", edit(OBSERVED, SHARE, "i02,2023,74,bx,"), refused("an unknown code"))
case(
    "a revised break that says r only",
    breaks_and(f"i02,2022,51,r,{ROW}"),
    refused("the break of an earlier file is not said any more", "Fix: write flag br"),
)
case("a revised break that says both", breaks_and(f"i02,2022,51,br,{ROW}"), read(i02=52))
case(
    "a break revised away with the year before",
    breaks_and(f"i02,2022,51,r,{ROW}", f"i02,2021,49,r,{ROW}"),
    read(i02=52),
)
case(
    "a revised break that does not say that it was revised",
    breaks_and(f"i02,2022,51,b,{ROW}"),
    warned("an earlier value is restated without saying so", "Fix: write flag br"),
)
case(
    "a provisional value made final",
    lambda bad: (
        bad.edit(OBSERVED_2022, SHARE_2022, "i02,2022,71,p,"),
        bad.add_line(OBSERVED, f"i02,2022,71,,{ROW}".rstrip()),
    ),
    read(),
)
case(
    "a revised value that is still provisional",
    lambda bad: bad.add_line(OBSERVED, f"i02,2022,70,rp,{ROW}".rstrip()),
    read(),
)
