"""How much each fault hides: one table by code."""

from collections.abc import Mapping

from toolbench_ood.types.finding import Code, Severity

_B, _D, _J, _U = Severity

UNREPAIRED: Mapping[Code, Severity] = {
    Code.P2_WRONG_CHANNEL: _J,
    Code.P3_FOREIGN_FORMAT: _U,
    Code.P4_CHIMERA: _J,
    Code.E1_UNBALANCED: _J,
    Code.E2_TRUNCATED: _U,
    Code.E3_EXTRA_TEXT: _B,
    Code.E4_FAKE_RESULT: _J,
    Code.E5_MARKER_TYPO: _J,
    Code.E6_BATCHING: _J,
    Code.H1_NAME_MISSING: _U,
    Code.H2_NAME_DECORATED: _J,
    Code.H3_ID_INVALID: _J,
    Code.A1_ARGS_SYNTAX: _U,
    Code.A2_ARGS_REPAIRABLE: _D,
    Code.A3_ESCAPE: _J,
    Code.A4_WRONG_CONTAINER: _J,
    Code.A5_DUP_KEY: _J,
    Code.A6_NONLITERAL: _J,
    Code.A7_KEY_ALIAS: _J,
}
"""The severity of a fault for which no edits are given.

A2 is what has one rewriting by itself; its edits are missing only where a worse fault beside it
leaves the value open.
"""

_HARMLESS = frozenset({"equal", "equal_key"})
"""Kinds that change no call: the same argument twice, with the same value."""


def severity_of(code: Code, kind: str, *, repairable: bool) -> Severity:
    """Return the severity of a fault, which is deterministic exactly when its edits are given."""
    if repairable:
        return Severity.DETERMINISTIC
    return Severity.BENIGN if kind in _HARMLESS else UNREPAIRED[code]
