"""Rewriting an expression, word by word, into one that gives null where the original would raise on bad data."""

from collections.abc import Callable, Iterator

from dti_spark.definition.tokens import Token

_SEPARATORS = ("and", "or", "not", "is", "in", "between", "like", "rlike", "escape", "then", "when", "else")
COMPARISONS = ("=", "==", "<>", "!=", "<", ">", "<=", ">=", "<=>")
_RENAMED = {"to_timestamp": "try_to_timestamp"}
_REWRITTEN: dict[str, Callable[[str], str]] = {
    # Overflow: an instant in the wrong unit is bad data, not the end of the job.
    "timestamp_micros": lambda x: f"timestamp_micros(try_cast({x} as bigint))",
    "timestamp_millis": lambda x: f"timestamp_micros(try_multiply(try_cast({x} as bigint), 1000))",
    # Seconds may have fractions; a double holds microseconds exactly beyond the year 2200.
    "timestamp_seconds": lambda x: (
        f"timestamp_micros(try_cast(try_multiply(try_cast({x} as double), 1000000) as bigint))"
    ),
    # The smallest integer has no positive counterpart: null. Adding 0L makes every integer a bigint.
    "abs": lambda x: f"abs(nullif(try_add({x}, 0L), -9223372036854775808L))",
}
_GUARDED = {"to_utc_timestamp": 0, "from_utc_timestamp": 0, "date_trunc": 1}
"""Functions of an instant that overflow at the ends of time, by the position of the instant."""

_SETTINGS = {
    "date_format": (1,),
    "date_trunc": (0,),
    "from_utc_timestamp": (1,),
    "lpad": (1,),
    "regexp_extract": (1, 2),
    "regexp_like": (1,),
    "regexp_replace": (1,),
    "regexp_substr": (1,),
    "round": (1,),
    "rpad": (1,),
    "split_part": (2,),
    "to_timestamp": (1,),
    "to_utc_timestamp": (1,),
    "try_to_binary": (1,),
    "try_to_date": (1,),
    "try_to_number": (1,),
    "try_to_timestamp": (1,),
}
"""Arguments that must be written out: taken from a record, a wrong pattern, zone or length would stop the job."""

_INFIX = {"+": "try_add", "-": "try_subtract", "*": "try_multiply", "/": "try_divide", "%": "try_mod"}


class UnreadableError(ValueError):
    """The words are no expression; the message says where reading stopped."""


def total_of(words: list[Token]) -> str:
    """The rewritten expression.

    Raises:
        UnreadableError: the words are not one expression.
    """
    reader = _Reader(words)
    text = reader.expression()
    if reader.next is not None:
        raise UnreadableError(f"cannot be read from {reader.next.text!r} on; write one SQL expression")
    return text


class _Reader:
    """Recursive descent over the words, giving the rewritten text of what it has read."""

    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.at = 0

    @property
    def next(self) -> Token | None:
        return self.words[self.at] if self.at < len(self.words) else None

    def take(self, *words: str) -> str | None:
        """The next word if it is one of these, which is then read."""
        if self.next is None or not self.next.is_word(*words):
            return None
        self.at += 1
        return self.words[self.at - 1].text

    def expect(self, word: str) -> str:
        taken = self.take(word)
        if taken is None:
            raise UnreadableError(f"cannot be read: {word} should stand {self.place()}")
        return taken

    def place(self) -> str:
        return f"before {self.next.text!r}" if self.next else "at the end"

    def expression(self) -> str:
        """Sums, joined by comparisons and the words of conditions."""
        parts: list[str] = []
        after_value = False
        while self.next is not None and not self.next.is_word(")", ",", "end", "as"):
            joint = self.take(*_SEPARATORS, *COMPARISONS)
            if after_value and joint is None:
                raise UnreadableError(f"cannot be read: an operator should stand {self.place()}")
            parts.append(joint or self.sum())
            after_value = joint is None
        if not parts:
            raise UnreadableError(f"cannot be read: a value should stand {self.place()}")
        return " ".join(parts)

    def sum(self) -> str:
        text = self.product()
        while sign := self.take("+", "-", "||"):
            other = self.product()
            text = f"concat({text}, {other})" if sign == "||" else f"{_INFIX[sign]}({text}, {other})"
        return text

    def product(self) -> str:
        text = self.factor()
        while sign := self.take("*", "/", "%"):
            text = f"{_INFIX[sign]}({text}, {self.factor()})"
        return text

    def factor(self) -> str:
        minuses = 0
        while sign := self.take("+", "-"):
            minuses += sign == "-"
        if minuses == 1 and self.next is not None and self.next.kind == "number":
            return f"-{self.value()}"
        # the smallest integer has no positive counterpart, so a bare minus would raise
        return f"try_subtract(0, {self.value()})" if minuses % 2 else self.value()

    def value(self) -> str:
        word = self.next
        if self.take("("):
            text = f"({self.expression()}"
            while self.take(","):
                text += f", {self.expression()}"
            return text + self.expect(")")
        if self.take("case"):
            return f"case {self.expression()} {self.expect('end')}"
        if word is None or word.kind not in ("text", "number", "name"):
            raise UnreadableError(f"cannot be read: a value should stand {self.place()}")
        self.at += 1
        if word.kind == "number":
            return word.text
        if word.kind == "text":
            return " ".join([word.text, *self.texts()])
        if word.is_word("cast", "try_cast") and self.take("("):
            return self.cast()
        return self.call(word.word) if self.take("(") else self.path(word.text)

    def texts(self) -> Iterator[str]:
        """Texts that follow each other are one text in SQL."""
        while self.next is not None and self.next.kind == "text":
            yield self.next.text
            self.at += 1

    def cast(self) -> str:
        """What follows `cast(`: a value, its type and the closing parenthesis."""
        value = self.expression()
        self.expect("as")
        if self.next is None or self.next.kind != "name":
            raise UnreadableError(f"cannot be read: a type should stand {self.place()}")
        name = self.next.word
        self.at += 1
        kind = self.call(name) if self.take("(") else name
        return f"try_cast({value} as {kind}{self.expect(')')}"

    def path(self, text: str) -> str:
        """A field, or a field within a field."""
        while self.take("."):
            if self.next is None or self.next.kind != "name":
                raise UnreadableError(f"cannot be read: a field name should stand {self.place()}")
            text += f".{self.next.text}"
            self.at += 1
        return text

    def call(self, name: str) -> str:
        """A function with its arguments; the opening parenthesis has been read."""
        arguments: list[str] = []
        while not self.take(")"):
            if arguments:
                self.expect(",")
            start = self.at
            arguments.append(self.expression())
            written_out = all(word.kind in ("text", "number", "sign") for word in self.words[start : self.at])
            if len(arguments) - 1 in _SETTINGS.get(name, ()) and not written_out:
                raise UnreadableError(f"argument {len(arguments)} of {name} is not written out; give a text or number")
        if name in _GUARDED and len(arguments) == 2:
            return _guarded(name, arguments)
        if name in _REWRITTEN:
            if len(arguments) != 1:
                raise UnreadableError(f"cannot be read: {name} takes one argument")
            return _REWRITTEN[name](arguments[0])
        return f"{_RENAMED.get(name, name)}({', '.join(arguments)})"


def _guarded(name: str, arguments: list[str]) -> str:
    """A function of an instant, null outside of the years 1 to 9999."""
    place = _GUARDED[name]
    instant = f"try_cast({arguments[place]} as timestamp)"
    call = ", ".join([*arguments[:place], instant, *arguments[place + 1 :]])
    first, last = "timestamp_seconds(-62135510400)", "timestamp_seconds(253402214400)"
    return f"if({instant} between {first} and {last}, {name}({call}), null)"
