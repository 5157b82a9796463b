"""Cores of its own for each worker."""

from pinned import share


def test_workers_share_the_cores() -> None:
    """Each core belongs to one worker, and no worker is without one."""
    for cores in ([3], [0, 1], [0, 2, 4, 5, 7]):
        for workers in (1, 2, 3):
            shares = [set(share(cores, number, workers)) for number in range(workers)]
            assert all(shares)
            assert set().union(*shares) == set(cores)
            if workers <= len(cores):
                assert sum(map(len, shares)) == len(cores)
