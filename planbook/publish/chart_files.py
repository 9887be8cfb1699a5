"""The files of charts that can be taken along: pictures, data and a page for frames (`charts` says what they hold)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from planbook.looks import ILLUSTRATIVE_MARK
from planbook.present.edition import Edition
from planbook.publish.charts import ChartFile, imprint_of
from planbook.publish.downloads.safety import write_csv
from planbook.publish.drawings import write_pngs
from planbook.publish.folders import write_text
from planbook.publish.reuse import Reuse

__all__ = ["write_charts"]

_TIP = re.compile(r' data-tip="([^"]*)"/>')  # without script a browser says a title of its own where it is pointed at


def write_charts(
    charts: Iterable[ChartFile],
    edition: Edition,
    environment: Environment,
    css: Mapping[str, str],
    output: Path,
    reuse: Reuse | None = None,
) -> None:
    """Write the files of the charts of one language into `output`, the folder of the language.

    Parameters
    ----------
    css : the palette's variables: `light` and `dark`.

    Raises
    ------
    PublishError
        When a chart cannot be set as PNG.
    """
    charts = list(charts)
    imprint = imprint_of(edition)
    template = environment.get_template("embed.html.j2")
    for chart in charts:
        write_text(output / "charts" / f"{chart.name}.svg", chart.card)
        if chart.data is not None:
            write_csv(output / "charts" / f"{chart.name}.csv", chart.data.columns, chart.data.rows)
        page = template.render(
            html_lang=edition.words.html_language,
            words=edition.words,
            chart=chart,
            drawing=Markup(_TIP.sub(r' pointer-events="all"><title>\1</title></rect>', chart.drawing)),
            imprint=imprint,
            illustrative=ILLUSTRATIVE_MARK in chart.card,
            address=f"../{chart.page}.html#{chart.anchor}",
            css=css,
        )
        write_text(output / "embed" / f"{chart.name}.html", page)
    write_pngs({output / "charts" / f"{chart.name}.png": chart.card for chart in charts}, reuse)
