"""What makes a call no attempt: a definition, an example contrary to fact, reasoning."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from toolbench_ood.readers.attempts.site import Site

_DEFINES = re.compile(
    r"[\s>*`-]*"
    r"(?:(?:export|default|async|public|private|protected|static|final|pub|declare)[ \t]+)*"
    r"(?:(?:def|function|func|fn|class|interface|sub|proc|procedure|void)[ \t]+"
    r"|(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+(?:[\w.{}, ]*,)?[ \t{]*"
    r"|(?<=[ct] )[\w<>\[\]]+[ \t]+)\Z"
)
_NAMES_FUNCTION = re.compile(r".*[=(,:][ \t]*(?:async[ \t]+)?function[ \t]+\Z")
_BLANKS = (" ", "\t")
_ASSIGNED = re.compile(
    r"[ \t]*(?:=|:)[ \t]*(?:async[ \t]+)?(?:function\b|lambda\b"
    r"|\([^()\n]{0,120}\)[ \t]*(?::[^=\n]{0,40})?=>|[a-z]\w*[ \t]*=>)"
)
_SIGNATURE = re.compile(r"\([^()\n]{0,200}\)[ \t]*(?:->|:[ \t]*\n|\{[ \t]*\n)")
_EXAMPLE = re.compile(
    r"\b(?:(?:for example|for instance|hypothetically|as an illustration"
    r"|(?:if|once|assuming|provided)\b[^.!?]*\b(?:would|might|could) look (?:something )?like"
    r"|if (?:you|i|we|it|they|there) (?:had|were|was|wanted|needed|wished|could|knew)"
    r"|(?:if|once) you (?:(?:can|could) )?(?:provided?|gave|give|tell|told|shared?|specif(?:y|ied))"
    r"|(?:had|were) (?:you|i|we)\b"
    r"|(?:could|would) have (?:called|used|been))\b(?:[^.!?]|[.!?](?!\s))*\Z"
    r"|(?:results?|outputs?|responses?|errors?) (?:of|from|in)[\s\"'`*]*\Z"
    r"|suppose\b|you can use [^.\n]*, [^.\n]* as follows|(?:such as|e\.g\.,?)[\s\"'`(\[:]*\Z)",
    re.IGNORECASE,
)
"""A sentence, up to the call, that says that it is made up or waits for something."""
_ILLUSTRATES = re.compile(
    r"\b(?:for (?:example|instance)|(?:as an|by way of) (?:example|illustration)|hypothetically"
    r"|(?:example|sample) (?:usage|use|calls?|invocations?|inputs?)|usage examples?"
    r"|examples? of (?:how|a call|calls|calling|using|use|usage)|imagine|supposing"
    r"|(?:let's|let us|lets) say|say you)\b|\be\.g\.",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\n[ \t]*\n\s*")
_FENCE, _BLOCKS = "```", ("{", "[", "<", "(")
_SENTENCE = re.compile(r"[^\W\d_]{2,}[ \t,:]+\W*\Z")
_THINKING = re.compile(r"<(/?)(?:think|thinking|thought|reasoning|scratchpad)>")


def defines(site: Site) -> bool:
    """Whether code defines or imports the tool here."""
    return (
        _is_defined(site.line)
        or _ASSIGNED.match(site.right) is not None
        or (not site.line.strip("* \t`") and _SIGNATURE.match(site.right) is not None)
    )


def _is_defined(line: str) -> bool:
    """Whether the code on the line before a name begins its definition or its import."""
    if not line.endswith(_BLANKS) and "import" not in line:
        return False
    by_function = "function" in line and _NAMES_FUNCTION.match(line)
    return bool(by_function or _DEFINES.match(line))


def is_example(left: str) -> bool:
    """Whether the text just before a call says that it is none of this request.

    Either the sentence that it ends does, or the paragraph that leads to it.
    """
    return _EXAMPLE.search(left) is not None or bool(_ILLUSTRATES.search(_lead_in(left)))


def _lead_in(left: str) -> str:
    """Return the paragraph that leads to a call: the one it stands in, or that announces it.

    A paragraph announces what stands after its colon, and the code in the fence right below it.
    """
    fenced = left.count(_FENCE) % 2 == 1
    before = left.rsplit(_FENCE, 1)[0] if fenced else left
    *above, own = _BREAK.split(before)
    if any(map(str.isalnum, own)) and not own.startswith(_BLOCKS):
        return own
    return above[-1] if above and above[-1].rstrip(" \t*_`").endswith(":") else ""


def is_told(site: Site, place: str) -> bool:
    """Whether the words of a sentence lead to the call."""
    return place == "bracket" and _SENTENCE.search(site.line) is not None


def thoughts(text: str) -> Sequence[int]:
    """Return where reasoning between tags begins and ends, in turn."""
    edges: list[int] = []
    for match in _THINKING.finditer(text):
        if bool(match.group(1)) == bool(len(edges) % 2):
            edges.append(match.start())
    return edges


def in_thoughts(edges: Sequence[int], position: int) -> bool:
    """Whether an offset lies between two of these edges."""
    return bisect_right(edges, position) % 2 == 1
