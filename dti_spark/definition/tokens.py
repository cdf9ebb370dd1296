"""The words of a SQL expression, read without Spark."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["space", "comment", "text", "number", "name", "sign", "other"]

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+)
  | (?P<comment>--|/\*)
  | (?P<text>[rR]'[^']*'|[rR]"[^"]*"|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
  | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?:[bB][dD]|[lLsSyYdDfF])?(?![A-Za-z0-9_]))
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*|`(?:[^`]|``)+`)
  | (?P<sign><=>|<>|!=|>=|<=|==|->|=>|::|\|\||[-+*/%=<>(),.])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)


@dataclass(frozen=True)
class Token:
    """One word of an expression as it stands there."""

    kind: Kind
    text: str

    @property
    def word(self) -> str:
        """The word as Spark compares it: without backticks and in lower case; texts and numbers are no words."""
        return self.text.strip("`").lower() if self.kind == "name" else self.text

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these bare words or signs."""
        return self.kind in ("name", "sign") and not self.text.startswith("`") and self.word in words


def tokens(text: str) -> list[Token]:
    """All words of an expression but blanks; what is no SQL comes as kind `other`, so nothing raises.

    >>> [token.text for token in tokens("cast(a.b as int) <> 0.5D")]
    ['cast', '(', 'a', '.', 'b', 'as', 'int', ')', '<>', '0.5D']
    """
    # every character matches some branch (at worst `other`), and every branch has a name
    found = [(match.lastgroup, match[0]) for match in _TOKEN.finditer(text)]
    return [Token(kind, word) for group, word in found for kind in _KINDS if group == kind != "space"]


_KINDS: tuple[Kind, ...] = ("space", "comment", "text", "number", "name", "sign", "other")
