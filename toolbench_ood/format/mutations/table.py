"""The table of mutation operators: name, expected finding, and implementation."""

from toolbench_ood.format.mutations import envelope
from toolbench_ood.format.mutations.mutation import Mutation, Operator, Rendering
from toolbench_ood.types.finding import Code, Severity


def _by_encoding(name: str) -> Operator:
    """Return the operator of that name for the argument encoding of the message's format.

    It does not apply to formats whose encoding cannot have the fault.
    """

    def operate(message: Rendering) -> str | None:
        operator = message.fmt.reader.encoding.operators.get(name)
        return operator(message.written) if operator else None

    return operate


_B, _D, _J, _U = Severity

MUTATIONS: tuple[Mutation, ...] = (
    Mutation("wrong_channel", Code.P2_WRONG_CHANNEL, _D, envelope.in_reasoning),
    Mutation("foreign_format", Code.P3_FOREIGN_FORMAT, _U, envelope.foreign),
    Mutation("chimera", Code.P4_CHIMERA, _J, _by_encoding("chimera")),
    Mutation("no_opener", Code.E1_UNBALANCED, _D, envelope.no_opener),
    Mutation("no_closer", Code.E1_UNBALANCED, _D, envelope.no_closer),
    Mutation("no_inner_closer", Code.E1_UNBALANCED, _J, _by_encoding("inner")),
    Mutation("cut_short", Code.E2_TRUNCATED, _U, envelope.cut_short),
    Mutation("text_before", Code.E3_EXTRA_TEXT, _D, envelope.text_before),
    Mutation("allowed_text", Code.E3_EXTRA_TEXT, _B, envelope.allowed_text),
    Mutation("text_after", Code.E3_EXTRA_TEXT, _D, envelope.text_after),
    Mutation("fence", Code.E3_EXTRA_TEXT, _D, envelope.in_fence),
    Mutation("fake_result", Code.E4_FAKE_RESULT, _D, envelope.fake_result),
    Mutation("misspelt_marker", Code.E5_MARKER_TYPO, _J, envelope.typo),
    Mutation("other_batching", Code.E6_BATCHING, _D, envelope.other_batching),
    Mutation("no_name", Code.H1_NAME_MISSING, _U, envelope.no_name),
    Mutation("decorated_name", Code.H2_NAME_DECORATED, _D, envelope.decorated_name),
    Mutation("wrong_index", Code.H3_ID_INVALID, _D, envelope.wrong_index),
    Mutation("syntax", Code.A1_ARGS_SYNTAX, _U, _by_encoding("syntax")),
    Mutation("repairable", Code.A2_ARGS_REPAIRABLE, _D, _by_encoding("repairable")),
    Mutation("escape", Code.A3_ESCAPE, _J, _by_encoding("escape")),
    Mutation("container", Code.A4_WRONG_CONTAINER, _D, _by_encoding("container")),
    Mutation("duplicate", Code.A5_DUP_KEY, _J, _by_encoding("duplicate")),
    Mutation("expression", Code.A6_NONLITERAL, _J, _by_encoding("expression")),
    Mutation("alias", Code.A7_KEY_ALIAS, _D, _by_encoding("alias")),
    Mutation("unknown_tool", Code.S1_NAME_UNKNOWN, _U, envelope.unknown_tool),
    Mutation("missing_argument", Code.S2_MISSING_REQUIRED, _U, envelope.missing_argument),
    Mutation("unknown_argument", Code.S3_UNKNOWN_ARG, _J, envelope.unknown_argument),
)
"""Every structural code except P1 (which the rollout reports), and three schema codes."""
