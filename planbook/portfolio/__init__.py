"""Many plans on one site: a list of plans, each edition a task, on this machine's processes or on a Dask cluster.

listing  the list, read and checked
task     one edition: what a worker is handed, builds in a scratch folder and sends back
workers  who builds: processes of this machine, or the workers of a cluster, compared with this machine first
driver   hands out what is not built yet, puts what comes back in its place
front    the page over all plans, with feed and search
compared  the page that sets plans beside each other
"""

from planbook.portfolio.driver import EditionOutcome, PortfolioResult, build_portfolio
from planbook.portfolio.listing import Portfolio, PortfolioPlan, read_portfolio

__all__ = ["EditionOutcome", "Portfolio", "PortfolioPlan", "PortfolioResult", "build_portfolio", "read_portfolio"]
