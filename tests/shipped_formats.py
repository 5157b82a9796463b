"""The formats that ship, loaded once for all tests."""

from toolbench_ood.format.library import FormatLibrary

LIBRARY = FormatLibrary()
FORMATS = tuple(LIBRARY.load(name) for name in LIBRARY.names())
