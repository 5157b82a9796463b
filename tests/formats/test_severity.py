"""One severity a fault, whatever the format: by its code, and by whether its edits are given."""

from shipped_formats import FORMATS, LIBRARY

from toolbench_ood.readers.message.message import read_message
from toolbench_ood.readers.message.others import OtherReaders
from toolbench_ood.readers.text.fault import UNREPAIRED, fault, insert
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code, Severity
from toolbench_ood.types.tool import ToolSpec, functions_by_name

STRUCTURAL = [code for code in Code if code.structural and code is not Code.P1_NO_CALL]


def test_every_code_has_a_severity() -> None:
    """The table holds every structural code but P1, which is the rollout's."""
    assert list(UNREPAIRED) == STRUCTURAL


def test_a_fault_is_deterministic_when_its_edits_are_given() -> None:
    """With edits every code is deterministic; without, it is what the table says."""
    for code in STRUCTURAL:
        assert fault(code, (0, 1)).finding.severity is UNREPAIRED[code]
        edited = fault(code, (0, 1), repairs=insert(0, "x"))
        assert edited.finding.severity is Severity.DETERMINISTIC
    assert fault(Code.A5_DUP_KEY, (0, 1), "equal").finding.severity is Severity.BENIGN


def test_a_strange_tag_is_judged_alike(booking: list[ToolSpec]) -> None:
    """A7: a tag of no known family has no rewriting, whether values are raw or literals."""
    for name in ("qwen3_coder", "dsml"):
        section = LIBRARY.load(name).spec.section
        text = f"{section.open}\n<sketch>\n<part>a</part>\n</sketch>\n{section.close}"
        (found,) = LIBRARY.load(name).read(text, booking).findings
        assert (found.code, found.severity) == (Code.A7_KEY_ALIAS, Severity.JUDGEMENT), text


def test_several_calls_are_judged_alike(booking: list[ToolSpec]) -> None:
    """E6: sections where one may stand are deterministic in every format, with edits."""
    call = Call("book", {"city": "Rome", "nights": 2})
    for fmt in FORMATS:
        if fmt.spec.section.repeat:
            continue
        text = "\n".join([fmt.write([call], booking)] * 2)
        message = read_message(fmt.reader, text, functions_by_name(booking), OtherReaders())
        batched = [one for one in message.findings if one.code is Code.E6_BATCHING]
        assert all(one.severity is Severity.DETERMINISTIC for one in batched), text
        assert bool(batched) <= bool(message.repairs), text
