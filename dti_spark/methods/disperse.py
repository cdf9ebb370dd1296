"""How unequally something is spread over members, from sums over their shares of the whole."""

from pyspark.sql import Column
from pyspark.sql import functions as F


def gini(places: Column, members: Column) -> Column:
    """Gini coefficient `(n + 1) / n - 2 sum_k s_k k / n`, members in falling order at places k; `places` is the sum.

    0 where all are equal, 1 - 1/n where one has all.
    Source: Gini (1912), in the form for ordered data of Dixon et al. (1987), Ecology 68(5).
    """
    return from_zero((members + 1) / members - 2 * places)


def from_mean(share: Column, members: Column) -> Column:
    """A member's term `(s - 1/n)**2`, which is 0 where all are equal, while `n sum s**2 - 1` is 0 but for rounding."""
    return (share - 1 / members) * (share - 1 / members)


def herfindahl(deviations: Column, members: Column) -> Column:
    """Herfindahl-Hirschman index `sum s**2`: the sum of `(s - 1/n)**2`, and 1/n, since shares add to 1."""
    return deviations + 1 / members


def variation(deviations: Column, members: Column) -> Column:
    """Coefficient of variation, standard deviation (population) over mean: `sqrt(n sum (s - 1/n)**2)`."""
    return F.sqrt(members * deviations)


def entropy(share: Column) -> Column:
    """A member's term `s ln s`, which is 0 for a share of 0 and null without a share."""
    return F.when(share > 0, share * F.ln(share)).when(share == 0, 0.0)


def theil(entropy: Column, members: Column) -> Column:
    """Theil index T, `sum s ln(n s)`, from the sum of `s ln s`: 0 where all are equal, ln n where one has all.

    Source: Theil (1967), Economics and Information Theory, chapter 4.
    """
    return from_zero(entropy + F.ln(members))


def between(share: Column, members: Column, all_members: Column) -> Column:
    """A group's term `S ln(S n / N)` of the part of T that lies between groups; the rest lies within them.

    `share` is the group's share of the whole, N its members and n those of all.
    Source: Theil (1967), chapter 4; Shorrocks (1980), Econometrica 48(3).
    """
    return F.when(share > 0, share * F.ln(share * all_members / members)).when(share == 0, 0.0)


def from_zero(measure: Column) -> Column:
    """A measure that cannot fall below 0 but for rounding; null stays null."""
    return F.when(measure > 0, measure).when(measure <= 0, 0.0)
