"""How many independent observations clustered ones are worth."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

Floats: TypeAlias = NDArray[np.float64]

CONFIDENCE = 0.95
Z = float(ndtri((1 + CONFIDENCE) / 2))
_NONE = 1e-12
"""A variance that is nothing but rounding."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """Observations summed by cluster; each array has one element a cluster, none is empty."""

    sizes: Floats
    """Observations in the cluster, all above 0."""
    sums: Floats
    """Sum of the observed values."""
    squares: Floats
    """Sum of the squared values."""

    @property
    def total(self) -> float:
        """Observations in all clusters."""
        return float(self.sizes.sum())

    @property
    def mean(self) -> float:
        """Mean of all observations: the ratio of the sums, not the mean of the clusters' means."""
        return float(self.sums.sum()) / self.total

    @property
    def variance(self) -> float:
        """Variance of an observation about the mean, clusters left aside."""
        return max(0.0, float(self.squares.sum()) / self.total - self.mean**2)

    @property
    def fully_correlated_size(self) -> float:
        """What the observations are worth when those of a cluster are all alike.

        It is L. Kish's effective number of clusters, (sum n)**2 / sum n**2 (Survey Sampling, 1965):
        the number of clusters where all have the same size.
        """
        return float(self.total**2 / (self.sizes**2).sum())


def effective_size(clusters: Clusters, excess_kurtosis: float) -> float:
    """Return how many independent observations would tell as much about the mean.

    It is ``N / deff * (Z / t)**2``, where t is a quantile of Student's distribution, because the
    design effect is an estimate (E. L. Korn and B. I. Graubard, "Confidence intervals for
    proportions with small expected number of positive counts estimated from survey data", Survey
    Methodology 24 (1998), 193-201). The factor for t never takes it below what fully correlated
    clusters are worth. Data without variation cannot show how correlated they are, so they are
    worth just that; and a single cluster is worth 0, because it says nothing about others.

    Args:
        clusters: the observations.
        excess_kurtosis: that of a single observation.
    """
    if len(clusters.sizes) == 1:
        return 0.0
    least = clusters.fully_correlated_size
    if clusters.variance <= _NONE:
        return least
    size = clusters.total / design_effect(clusters)
    quantile = stdtrit(degrees_of_freedom(clusters, excess_kurtosis), (1 + CONFIDENCE) / 2)
    return float(max(size * (Z / quantile) ** 2, min(size, least)))


def design_effect(clusters: Clusters) -> float:
    """Estimate how many times the variance of the mean is that of independent observations.

    The larger of two estimates, and at least 1. The first is the cluster-robust variance of the
    ratio with the correction CR2 of R. M. Bell and D. F. McCaffrey ("Bias reduction in standard
    errors for linear regression with multi-stage samples", Survey Methodology 28 (2002), 169-181),
    which holds whatever the correlation is. The second assumes one correlation in all clusters,
    1 + (n' - 1) rho, and is the more stable where few large clusters decide.

    Args:
        clusters: at least two, with some variation among the observations.
    """
    total, sizes = clusters.total, clusters.sizes
    residuals = clusters.sums - clusters.mean * sizes
    robust = float((residuals**2 / (1 - sizes / total)).sum()) / total
    alike = total / clusters.fully_correlated_size
    assumed = 1 + (alike - 1) * intraclass_correlation(clusters)
    independent = clusters.variance * total / (total - 1)
    return max(1.0, robust / independent, assumed)


def intraclass_correlation(clusters: Clusters) -> float:
    """Estimate the correlation of two observations of one cluster, from 0 to 1.

    The analysis-of-variance estimator; see M. S. Ridout, C. G. B. Demetrio and D. Firth,
    "Estimating intraclass correlation for binary data", Biometrics 55 (1999), 137-148. Clusters of
    one observation each show no correlation: 0.
    """
    total, sizes, count = clusters.total, clusters.sizes, len(clusters.sizes)
    if total <= count:
        return 0.0
    means = clusters.sums / sizes
    between = float((sizes * (means - clusters.mean) ** 2).sum()) / (count - 1)
    within = float((clusters.squares - sizes * means**2).sum()) / (total - count)
    typical = (total - total / clusters.fully_correlated_size) / (count - 1)
    spread = between + (typical - 1) * within
    return min(1.0, max(0.0, (between - within) / spread)) if spread > 0 else 0.0


def degrees_of_freedom(clusters: Clusters, excess_kurtosis: float) -> float:
    """Approximate the degrees of freedom of the estimated variance, by Satterthwaite's rule.

    A variance estimated from m independent values with excess kurtosis g has the squared
    coefficient of variation g / m + 2 / (m - 1), and 2 over that is its degrees of freedom (F. E.
    Satterthwaite, "An approximate distribution of estimates of variance components", Biometrics
    Bulletin 2 (1946), 110-114). At least 1 and at most m - 1. Unequal clusters count as
    (sum n**2)**2 / sum n**4, and have the kurtosis that observations all alike would give them, the
    worst case.
    """
    weights = clusters.sizes**2
    count = float(weights.sum() ** 2 / (weights**2).sum())
    if count <= 2:  # noqa: PLR2004  # at most one degree of freedom is left
        return 1.0
    return max(1.0, 2 / (max(0.0, excess_kurtosis) / count + 2 / (count - 1)))
