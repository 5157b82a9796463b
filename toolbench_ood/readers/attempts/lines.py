"""Lines that call the tool which they begin with: actions and command lines."""

import re

from toolbench_ood.readers.attempts.site import Site
from toolbench_ood.readers.attempts.values import ASSIGN, hold_values

_ACTION = re.compile(
    r"(?:^|\n)[\s>*_#-]*action[*_]*[ \t]*\d*[ \t]*:[*_]*\s*[\"'`*<\[]*\Z", re.IGNORECASE
)
_ENDS_LINE = re.compile(r"[\"'`\\*>\]_.]*[ \t]*(?:\n|\Z)")
_CALLS = r"\w*(?:command|call|invoke|tool|function|action)\w*"
_COMMAND = re.compile(rf"(?:```(?:{_CALLS}|(\w*))[ \t]*\n|<{_CALLS}>)\s*\Z", re.IGNORECASE)
"""What stands before a command line; the group is another language than that of calls."""
_COMMAND_ENDS = frozenset("\n>")
_ARGUMENT = re.compile(
    r"[ \t]+(?:\"[^\"\n]+\"|'[^'\n]+'|-?\d[\w.:-]*|--[a-z]|(?:https?:)?[\w~.-]*[/.][\w/.~@-]*\w)"
)
"""What no sentence goes on with: a string, a number, an option, a path."""
_WORD = re.compile(r"[ \t]+\w")
_PAIR_BELOW = re.compile(rf"[ \t]*\n\s*([^\W\d]\w*)[ \t]*{ASSIGN}[^\n]*")
_CLOSES = re.compile(r"\s*(?:```|</\w+>)\s*\Z")


def action(site: Site) -> bool:
    """What ``Action:`` names, on its line or on the next, alone or before its arguments."""
    if site.sign != ":" or not _ACTION.search(site.left[-60:]):
        return False
    argument = _ARGUMENT if site.is_word else _WORD
    return bool(_ENDS_LINE.match(site.right) or argument.match(site.right))


def command(site: Site) -> bool:
    """The first line in a fence or in a tag for calls: ``find_file "a.py" src``.

    Its arguments may stand below it, a pair a line; and a tool without parameters may be all that
    the last fence or tag holds.
    """
    opened = _COMMAND.search(site.left[-40:]) if site.left[-1:] in _COMMAND_ENDS else None
    if not opened or site.prefix or (site.is_word and opened.group(1)):
        return False
    if pair := _PAIR_BELOW.match(site.right):
        return pair.group(1) in site.parameters and hold_values(site, pair.group())
    alone = site.cut and not site.parameters and _CLOSES.match(site.right)
    return bool(alone or _ARGUMENT.match(site.right))
