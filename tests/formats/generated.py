"""The generated formats that the tests look at: two hundred, of every kind."""

from shipped_formats import LIBRARY

FAR = tuple(f"gen:{seed}" for seed in range(60)) + tuple(f"gen:11/{n}" for n in range(1, 21))
RECOMBINED = tuple(f"gen:recombined:{seed}" for seed in range(60))
BASES = tuple(name for name in LIBRARY.names() if LIBRARY.load(name).spec.kind == "native")
"""What models are trained in, which is what a near format is to be near to."""

NEAR = tuple(
    f"gen:near:{base}:{seed}/{seed}" if seed else f"gen:near:{base}:0"
    for seed in range(60)
    for base in BASES
)[:60]
NAMES = (*FAR, *RECOMBINED, *NEAR)

BLOCKS = tuple(NAMES[start::20] for start in range(20))
"""All names, dealt out so that each block has formats of every kind."""
