"""95 % intervals of clustered data: a rate, and the difference of two paired rates.

The cluster is the task. Its cases (seeds, formats, shifts, arms, samples) and their messages and
calls succeed and fail together, so they count for less than as many independent ones. Their number
is divided by the design effect, and the interval is the score interval of that many independent
observations (J. N. K. Rao and A. J. Scott, "A simple method for the analysis of clustered binary
data", Biometrics 48 (1992), 577-585). ``docs/intervals.md`` says how often the intervals hold the
true value.
"""
