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

BROKEN_CODE = (Exception, SystemExit)
"""What code raises that is broken however the world may be.

An author's code may raise anything, and a ``sys.exit()`` in it must not end the program as if all
were well.
"""
