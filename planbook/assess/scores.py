"""How good a forecast was: scores of distributions and intervals against what came.

All scores are in the unit of the outcome (smaller is better) unless said otherwise; whoever compares series has to
bring them to one scale first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import bdtr, beta, ndtri, stdtr

from planbook.assess.line import Prediction

__all__ = ["binomial_range", "interval_score", "score_distribution", "score_sample", "wilson_range"]


def score_distribution(prediction: Prediction, outcome: float) -> float:
    """The continuous ranked probability score (CRPS) of a Student-t prediction, ∫ (F(x) − 1{x ≥ outcome})² dx.

    With z = (outcome − centre)/scale and ν degrees of freedom it is scale times
    z (2F(z) − 1) + 2 f(z) (ν + z²)/(ν − 1) − 2√ν/(ν − 1) · B(1/2, ν − 1/2)/B(1/2, ν/2)²; for ν = 1, whose mean does
    not exist although the score does, z (2F(z) − 1) + (ln 4 − ln(1 + z²))/π. A certain prediction is scored by its
    absolute error. Limits of the unit are not applied: the score is that of the whole distribution.

    Source
    ------
    Jordan, Krüger and Lerch, "Evaluating probabilistic forecasts with scoringRules", Journal of Statistical
    Software 90 (2019), appendix A; ν = 1 by integration by parts. Score: Gneiting and Raftery, Journal of the
    American Statistical Association 102 (2007), 359-378.
    """
    if prediction.scale == 0:
        return abs(outcome - prediction.centre)
    freedom = float(prediction.degrees_of_freedom)
    z = (outcome - prediction.centre) / prediction.scale
    balance = z * (2 * float(stdtr(freedom, z)) - 1)
    if freedom == 1:
        return prediction.scale * (balance + (math.log(4) - math.log1p(z * z)) / math.pi)
    density = (1 + z * z / freedom) ** (-(freedom + 1) / 2) / (math.sqrt(freedom) * float(beta(0.5, freedom / 2)))
    spread = (
        2 * math.sqrt(freedom) / (freedom - 1) * float(beta(0.5, freedom - 0.5)) / float(beta(0.5, freedom / 2)) ** 2
    )
    return float(prediction.scale * (balance + 2 * density * (freedom + z * z) / (freedom - 1) - spread))


def score_sample(sample: Sequence[float], outcome: float) -> float:
    """The CRPS of a distribution that is a sample with equal weights: mean |x − outcome| − ½ mean |x − x'|.

    Source
    ------
    Gneiting and Raftery (2007), equation 21.
    """
    ordered = np.sort(np.asarray(sample, float))
    count = len(ordered)
    ranks = 2 * np.arange(1, count + 1) - count - 1
    return float(np.abs(ordered - outcome).mean()) - float(ranks @ ordered) / count**2


def interval_score(low: float, high: float, outcome: float, coverage: float) -> float:
    """Width of the interval, plus 2/(1 − coverage) times what the outcome lies outside it.

    >>> interval_score(10.0, 14.0, 15.0, 0.8)
    14.0

    Source
    ------
    Gneiting and Raftery (2007), section 6.2.
    """
    outside = max(low - outcome, outcome - high, 0.0)
    return high - low + 2 / (1 - coverage) * outside


def binomial_range(trials: int, probability: float, confidence: float = 0.95) -> tuple[float, float]:
    """Between which shares of hits so many independent trials come to lie when each has this probability.

    The smallest and largest share that leave at most (1 − confidence)/2 beyond them on each side; exact.
    (0, 1) without trials.

    >>> binomial_range(10, 0.8)
    (0.5, 1.0)
    """
    if trials == 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    below = [float(bdtr(hits, trials, probability)) for hits in range(trials + 1)]  # P(X ≤ hits)
    low = next(hits for hits in range(trials + 1) if below[hits] > tail)
    high = next(hits for hits in range(trials + 1) if below[hits] >= 1 - tail)
    return low / trials, high / trials


def wilson_range(hits: int, trials: int, confidence: float = 0.95) -> tuple[float, float] | None:
    """The Wilson score interval of a share of hits; None without trials.

    Source
    ------
    Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if trials == 0:
        return None
    z = float(ndtri((1 + confidence) / 2))
    share, weight = hits / trials, 1 + z**2 / trials
    centre = (share + z**2 / (2 * trials)) / weight
    half = z / weight * math.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    return max(centre - half, 0.0), min(centre + half, 1.0)
