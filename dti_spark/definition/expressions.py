"""The SQL row expressions of sources.yml: what they may say, and the form in which bad data cannot stop them."""

from collections.abc import Iterator, Mapping

from dti_spark.definition.functions import ALLOWED, KEYWORDS, NUMERIC, OF_TIMES, TYPES, refusal
from dti_spark.definition.tokens import Token, tokens
from dti_spark.definition.total import COMPARISONS, UnreadableError, total_of

DEEPEST = 12
"""Parentheses, or `case`, within each other that an expression may need at most: `total` may double at each."""

_TEXTS = ("string", "varchar", "char")
_ARITHMETIC = ("+", "-", "*", "/", "%")
_END = Token("other", "")
_SIGNS = {
    "->": "a lambda is not allowed; an event expression calls plain functions",
    "=>": "named arguments are not allowed; give arguments by position",
    "::": ":: is not allowed; write try_cast(... as type)",
}


def faults(text: str, fields: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong with an expression, one sentence each; nothing when it is a pure row expression.

    Args:
        text: The expression.
        fields: Type by name of the raw fields it may use; null when the schema is not known.

    >>> faults("sum(amount)", {"amount": "double"})
    ['sum(...) is an aggregate; an event expression may only use its own record']
    """
    words = tokens(text)
    known = None if fields is None else {name.lower(): kind.lower() for name, kind in fields.items()}
    found = [*_unreadable(words), *_calls(words), *_words(words), *_divisions(words)]
    if known is not None:
        found += [*_unknown(words, known), *_implicit_casts(words, known)]
    if not found:
        try:
            total_of(words)
        except UnreadableError as error:
            found.append(str(error))
    return list(dict.fromkeys(found))


def total(text: str) -> str:
    """A fault-free expression in a form that gives null where bad data would make it raise.

    Spark's ANSI mode raises on bad casts, unparsable times and overflow; the `try_` functions do not.

    Raises:
        ValueError: the expression has faults.

    >>> total("concat(to_timestamp(t, 'yyyy'), cast(n as string))")
    "concat(try_to_timestamp(t, 'yyyy'), try_cast(n as string))"
    >>> total("a * b - 1")
    'try_subtract(try_multiply(a, b), 1)'
    """
    if wrong := faults(text):
        raise ValueError(f"{text!r} is no event expression: {wrong[0]}")
    return total_of(tokens(text))


def _pairs(words: list[Token]) -> Iterator[tuple[Token, Token, Token]]:
    """Every word with the one before and the one after."""
    yield from zip([_END, *words], words, [*words[1:], _END], strict=False)


def _unreadable(words: list[Token]) -> Iterator[str]:
    depth = deepest = 0
    for word in words:
        depth += {"(": 1, ")": -1}.get(word.text, 0) if word.kind == "sign" else 0
        deepest = max(deepest, depth)
        if depth < 0:
            yield "a ) closes nothing; balance the parentheses"
            depth = 0
        if word.kind == "comment":
            yield "comments are not allowed; put them in YAML, after #"
        if word.text in ("'", '"', "`"):
            yield f"a quote {word.text} is not closed; close it"
        elif word.text == ";":
            yield "; is not allowed; write one expression"
        elif word.text in ("[", "]"):
            yield "[ ] stops the job where the element is missing; use try_element_at"
        elif word.kind == "other":
            yield f"{word.text!r} is not allowed; an event expression uses names, texts, numbers, operators and calls"
    if depth > 0:
        yield "a ( is not closed; balance the parentheses"
    if max(deepest, sum(word.is_word("case") for word in words)) > DEEPEST:
        yield f"more than {DEEPEST} parentheses or cases lie within each other; write it flatter"


def _calls(words: list[Token]) -> Iterator[str]:
    for before, word, after in _pairs(words):
        called = word.kind == "name" and after.is_word("(") and not word.is_word(*KEYWORDS)
        if called and before.is_word("."):
            yield f"{word.word}(...) with a prefix is not allowed; call built-in functions by their bare name"
        elif called and before.is_word("as"):
            if word.word not in TYPES:
                yield f"{word.word} is not a type to cast to; use {', '.join(sorted(TYPES))}"
        elif called and word.word not in ALLOWED:
            yield refusal(word.word)


def _words(words: list[Token]) -> Iterator[str]:
    for before, word, _ in _pairs(words):
        if word.is_word("over") and before.is_word(")"):
            yield "over is a window; an event expression may only use its own record"
        elif word.is_word("select", "from"):
            yield f"{word.word} is a subquery; an event expression may only use its own record"
        elif word.is_word("distinct"):
            yield "distinct belongs to aggregates; an event expression may only use its own record"
        elif word.is_word("interval"):
            yield "interval is not allowed; add to the number before it becomes a time"
        elif word.is_word("div"):
            yield "div stops the job on 0; use floor(try_divide(a, b))"
        elif word.kind == "sign" and word.text in _SIGNS:
            yield _SIGNS[word.text]
        elif before.is_word("as") and word.word not in TYPES:
            yield f"{word.text} is not a type to cast to; use {', '.join(sorted(TYPES))}"


def _divisions(words: list[Token]) -> Iterator[str]:
    for before, word, after in _pairs(words):
        safe = after.kind == "number" and any(digit in "123456789" for digit in after.text.lower().split("e")[0])
        if word.is_word("/", "%") and before is not _END and not safe:
            name = "try_divide" if word.text == "/" else "try_mod"
            yield f"{word.text} stops the job on 0; use {name}(a, b), or divide by a number other than 0"


def _unknown(words: list[Token], known: Mapping[str, str]) -> Iterator[str]:
    for before, word, after in _pairs(words):
        name = word.kind == "name" and not after.is_word("(") and not before.is_word(".", "as")
        if name and word.word not in known and not word.is_word(*KEYWORDS, "over", "select", "from", "interval", "div"):
            yield f"{word.text} is no field of the schema; the fields are {', '.join(known)}"


def _implicit_casts(words: list[Token], known: Mapping[str, str]) -> Iterator[str]:
    """Text fields where a number or a time is wanted: Spark would cast them, and that cast raises on bad text."""
    for place, word in enumerate(words):
        if word.kind != "name" or known.get(word.word, "").split("(")[0] not in _TEXTS:
            continue
        before, after = (words[place - 1] if place else _END), (words[place + 1] if place + 1 < len(words) else _END)
        compared = after.is_word(*COMPARISONS) and place + 2 < len(words) and words[place + 2].kind == "number"
        argument = before.is_word("(") and place > 1 and words[place - 2].is_word(*NUMERIC)
        listed = after.is_word("in", "between") and any(w.kind == "number" for w in words[place + 2 : place + 4])
        if listed or before.is_word(*_ARITHMETIC) or after.is_word(*_ARITHMETIC) or compared or argument:
            yield f"{word.text} is a text where a number is wanted; write try_cast({word.text} as double)"
        if before.is_word("(") and place > 1 and words[place - 2].is_word(*OF_TIMES):
            yield f"{word.text} is a text where a time is wanted; write to_timestamp({word.text})"
