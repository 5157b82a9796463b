"""Which formats may be trained on: the rule for formats that suites have with their split.

A model that was trained on every format cannot be tested on one it has never seen, so a fixed set
is held out. A folder says so itself (``split = "held_out"`` in ``format.toml``). Of those that ship
there are two sorts:

* near: ``rnd_json``, ``rnd_xml``, ``rnd_py``, each a close variant of one of the three encodings
  that most model families share (JSON in tags, tags per parameter, call expressions);
* far: ``sexp``, ``yamlblk``, ``sqlcall``, ``latex``, ``mdtable``, ``prolog``, whose arguments are
  encoded as in no format that may be trained on.

Formats of model families and frameworks are never held out, because a model must be trainable in
its own format; and every family, the synthetic one included, keeps formats to train on.

Generated formats go by their names. Far ones are all held out, because they draw from the same few
values, so that some of them give the others away. Near and recombined ones are held out below
``FIRST_TRAINING_SEED``, like the situations of tasks; a format near to a held-out one always is.
"""

from typing import Final, Literal, TypeAlias

from toolbench_ood.format.generate.name import Kind, parse_name

FormatSplit: TypeAlias = Literal["train", "held_out"]
HELD_OUT: Final = "held_out"

FIRST_TRAINING_SEED = 100_000
"""Near and recombined formats of this seed and above may be trained on."""


def generated_split(name: str) -> FormatSplit:
    """Return the split of a generated format by its name, its base's left aside (UserError)."""
    parsed = parse_name(name)
    is_training = parsed.kind is not Kind.FAR and int(parsed.seed) >= FIRST_TRAINING_SEED
    return "train" if is_training else HELD_OUT
