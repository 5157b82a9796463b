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
_PROGRAMS = frozenset(
    {"bash", "curl", "docker", "git", "make", "node", "npm", "pip", "python", "python3", "sh"}
)
"""Tools with these names are called elsewhere too: their lines may be for the user's own shell."""
_COMMAND_ENDS = frozenset("\n>")
_ARGUMENT = re.compile(
    r"[ \t]+(?:\"[^\"\n]+\"|'[^'\n]+'|-?\d[\w.:-]*|--[a-z]|(?:https?:)?[\w~.-]*[/.][\w/.~@-]*\w)"
)
"""What no sentence goes on with: a string, a number, an option, a path."""
_WORD = re.compile(r"[ \t]+\w")
_ONLY_LINE = re.compile(r"[ \t]+(?:[\"'/~.]|--?)?(\w+)[^\n]*(?:\n\s*(?:```|</)|\Z)")
"""The rest of a line that is all that a fence or a tag holds; the group is its first word."""
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

    Its words are arguments where no other line follows; these may also stand below it, a pair a
    line; and a tool without parameters may be all that the last fence or tag holds.
    """
    opened = _COMMAND.search(site.left[-40:]) if site.left[-1:] in _COMMAND_ENDS else None
    if not opened or site.prefix or (site.is_word and opened.group(1)):
        return False
    if site.name in _PROGRAMS and opened.group().startswith("`"):
        return False
    if pair := _PAIR_BELOW.match(site.right):
        return pair.group(1) in site.parameters and hold_values(site, pair.group())
    if line := _ONLY_LINE.match(site.right):
        return line.group(1).casefold() not in site.parameters
    alone = site.cut and not site.parameters and _CLOSES.match(site.right)
    return bool(alone or _ARGUMENT.match(site.right))
