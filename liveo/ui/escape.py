"""Values of data on a page are text, never markup: a name is shown letter by letter, whatever stands in it.

For markdown, labels, tables and metrics. Data frames, select boxes and code show text as it is and need no escape.
"""

import re
import unicodedata
from typing import Final

_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")
_MARKS: Final = re.compile(r"\*\*|\\(?=[!-/:-@\[-`{-~])")
_BREAKS: Final = "\r\n\t\v\f\x85\u2028\u2029"
_INVISIBLE: Final = ("Cc", "Cf", "Cs", "Co")


def md(value: object) -> str:
    """Return a value of data as text for a markdown sink: "A*B*C" stays "A*B*C", and no link or image comes of it."""
    kept = (
        " " if sign in _BREAKS else sign
        for sign in str(value)
        if sign in _BREAKS or unicodedata.category(sign) not in _INVISIBLE
    )
    return _PUNCTUATION.sub(r"\\\1", "".join(kept))


def unmarked(markdown: str) -> str:
    """Return a markdown text of our own making as plain text: bold signs and escapes taken off."""
    return _MARKS.sub("", markdown)
