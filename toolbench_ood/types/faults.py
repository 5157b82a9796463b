"""What code of a suite's author raises when it is wrong."""

FAILED_CHECK = (
    AssertionError,
    LookupError,
    AttributeError,
    TypeError,
    ValueError,
    ArithmeticError,
)
"""What a check raises when the world is not as it should be, a deleted entry included."""

BROKEN_CODE = (*FAILED_CHECK, NameError, RuntimeError, ImportError, OSError)
"""What code raises that is broken however the world may be."""
