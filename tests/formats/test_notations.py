"""Call expressions and tagged text are notations of pairs, however ``format.toml`` states them."""

from shipped_formats import FORMATS

from toolbench_ood.format.goldens import GOLDEN_CALLS, GOLDEN_TOOLS
from toolbench_ood.format.mutations import MUTATIONS
from toolbench_ood.readers.encodings.find import reader_for
from toolbench_ood.readers.message.message import read_message
from toolbench_ood.readers.message.others import OtherReaders
from toolbench_ood.readers.specification.arguments import PythonKwargs, RawTags
from toolbench_ood.types.call import same_calls
from toolbench_ood.types.tool import functions_by_name

SHORT = [fmt for fmt in FORMATS if isinstance(fmt.spec.arguments, PythonKwargs | RawTags)]


def test_some_formats_state_pairs_the_short_way() -> None:
    """The test below has something to be about, in both notations."""
    assert {fmt.spec.arguments.encoding for fmt in SHORT} == {"python_kwargs", "raw_tags"}


def test_both_statements_read_the_same() -> None:
    """A format whose pairs are stated in full reads calls and faults as with the short form."""
    functions = functions_by_name(GOLDEN_TOOLS)
    for fmt in SHORT:
        calls = GOLDEN_CALLS[:1] if fmt.spec.single else GOLDEN_CALLS
        written = fmt.write(calls, GOLDEN_TOOLS)
        in_full = reader_for(fmt.spec.model_copy(update={"arguments": fmt.spec.arguments.pairs}))
        for text in (
            written,
            written[:-7],
            written.replace("<", "<x", 1),
            written.replace("=", " "),
        ):
            short = read_message(fmt.reader, text, functions, OtherReaders())
            assert read_message(in_full, text, functions, OtherReaders()) == short, text
        read = read_message(in_full, written, functions, OtherReaders())
        assert same_calls([raw.call for _, raw in read.calls], calls), written


def test_every_encoding_plants_faults_of_the_table() -> None:
    """An operator that no mutation asks for would never be used."""
    planted = {name for fmt in FORMATS for name in fmt.reader.encoding.operators}
    asked = {"inner" if one.name == "no_inner_closer" else one.name for one in MUTATIONS}
    assert planted <= asked
