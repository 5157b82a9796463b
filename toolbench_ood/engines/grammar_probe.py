"""A request that shows whether an engine obeys a grammar."""

from toolbench_ood.types.generation import Request

PROBE_TEXT = "toolbench-ood"
"""The only text that the probe's grammar admits."""
PROBE_GRAMMAR = f'root ::= "{PROBE_TEXT}"'

PROBE = Request(
    case="probe of constrained decoding",
    step=0,
    prompt=(0,),
    max_tokens=32,
    seed=0,
    grammar=PROBE_GRAMMAR,
)
"""One token that every vocabulary has, and room for the text in tokens of one character each."""
