"""The signatures of a probe as a flat dictionary of numbers, as loggers of trainings take them."""

from toolbench_ood.probe.report import ProbeReport


def probe_scalars(report: ProbeReport) -> dict[str, float]:
    """Return the means on the oracle's messages: ``probe/end_after_opener``, ….

    Those that the engine did not serve, or for which there was no position, are left out.
    ``probe/input_dependence`` is in nats a token, all others are probabilities.
    """
    figures = report.oracle.figures
    found = {**figures.signatures, "input_dependence": figures.input_dependence}
    return {f"probe/{name}": each.mean for name, each in found.items() if each.mean is not None}
