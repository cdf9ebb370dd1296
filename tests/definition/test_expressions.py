import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dti_spark.definition import ddl, expressions, tokens
from dti_spark.definition.expressions import faults, total
from dti_spark.definition.model import Definition

FIELDS = {
    "a": "bigint",
    "b": "bigint",
    "s": "string",
    "t": "timestamp",
    "o": "struct<id: string>",
    "tags": "array<int>",
}

ALLOWED = [
    "a",
    "o.id",
    "`a`",
    "A",
    "'a text, with sum(x) and ; and -- in it'",
    '"double quoted"',
    "cast(null as string)",
    "cast(a as decimal(10, 2))",
    "a * 0.01D + b - 1",
    "a / 100",
    "-a",
    "case when a > 5 then s when b is null then 'x' else 'y' end",
    "s in ('x', 'y') and not (a between 1 and 5) or s like 'a%'",
    "if(a <=> b, 'same', 'not')",
    "concat(s, '-', trim(upper(s))) || '!'",
    "to_utc_timestamp(to_timestamp(s, 'yyyyMMddHHmmss'), 'Asia/Shanghai')",
    "timestamp_millis(a)",
    "try_element_at(tags, 1)",
    "regexp_extract(s, '(\\\\d+)', 1)",
    "get_json_object(s, '$.a')",
    "split_part(s, '-', 2)",
]

REFUSED = {
    "sum(a)": "sum(...) is an aggregate; an event expression may only use its own record",
    "COUNT(*)": "count(...) is an aggregate",
    "row_number() over (order by a)": "row_number(...) looks at other rows",
    "upper(s) over (partition by s)": "over is a window",
    "(select max(a) from events)": "select is a subquery",
    "rand()": "rand(...) differs from run to run",
    "uuid()": "uuid(...) differs from run to run",
    "current_timestamp()": "current_timestamp(...) differs from run to run",
    "current_timestamp": "current_timestamp is no field of the schema",
    "input_file_name()": "input_file_name(...) depends on how files are laid out",
    "reflect('java.lang.System', 'exit', '1')": "reflect(...) runs code",
    "java_method('java.lang.System', 'exit', 1)": "java_method(...) runs code",
    "`reflect`('java.lang.System', 'exit', '1')": "reflect(...) runs code",
    "spark_catalog.default.f(a)": "f(...) with a prefix is not allowed",
    "explode(tags)": "explode(...) makes several rows of one",
    "transform(tags, x -> x + 1)": "a lambda is not allowed",
    "no_such_function(a)": "no_such_function(...) is not among the functions",
    "element_at(tags, 9)": "element_at(...) stops the job on bad data; use try_element_at",
    "tags[9]": "[ ] stops the job",
    "to_date(s)": "to_date(...) stops the job on bad data; use try_to_date",
    "a / b": "/ stops the job on 0; use try_divide(a, b)",
    "a / 0": "/ stops the job on 0",
    "a / 0e5": "/ stops the job on 0",
    "a % b": "% stops the job on 0; use try_mod(a, b)",
    "a div b": "div stops the job on 0",
    "s::int": ":: is not allowed; write try_cast",
    "upper(s": "a ( is not closed",
    "upper(s))": "a ) closes nothing",
    "'open": "a quote ' is not closed",
    "a; drop table x": "; is not allowed",
    "a -- why": "comments are not allowed",
    "a /* why */": "comments are not allowed",
    "a b": "an operator should stand before 'b'",
    "a, b": "cannot be read from ',' on",
    "a as string": "cannot be read from 'as' on",
    "": "a value should stand at the end",
    "a +": "a value should stand at the end",
    "cast(a as strin)": "strin is not a type to cast to",
    "missing": "missing is no field of the schema; the fields are a, b, s, t, o, tags",
    "s * 2": "s is a text where a number is wanted; write try_cast(s as double)",
    "s > 5": "s is a text where a number is wanted",
    "abs(s)": "s is a text where a number is wanted",
    "year(s)": "s is a text where a time is wanted; write to_timestamp(s)",
    "regexp_extract(s, s, 0)": "argument 2 of regexp_extract is not written out",
    "to_utc_timestamp(t, s)": "argument 2 of to_utc_timestamp is not written out",
    "lpad(s, a, '0')": "argument 2 of lpad is not written out",
    "(" * 40 + "a" + ")" * 40: "lie within each other; write it flatter",
}

TOTAL = {
    "resource is not null": "resource is not null",
    "cast(a as string)": "try_cast(a as string)",
    "to_timestamp(s, 'yyyy')": "try_to_timestamp(s, 'yyyy')",
    "timestamp_millis(ts)": "timestamp_micros(try_multiply(try_cast(ts as bigint), 1000))",
    "timestamp_micros(ts)": "timestamp_micros(try_cast(ts as bigint))",
    "timestamp_micros(cast(s as bigint))": "timestamp_micros(try_cast(try_cast(s as bigint) as bigint))",
    "timestamp_seconds(ts)": "timestamp_micros(try_cast(try_multiply(try_cast(ts as double), 1000000) as bigint))",
    "a + b * c": "try_add(a, try_multiply(b, c))",
    "(a + b) * c": "try_multiply((try_add(a, b)), c)",
    "a - b - c": "try_subtract(try_subtract(a, b), c)",
    "a / 100": "try_divide(a, 100)",
    "-5": "-5",
    "-a": "try_subtract(0, a)",
    "case when a > 1 then 2 else 3 end * 4": "try_multiply(case when a > 1 then 2 else 3 end, 4)",
    "'cast(a as int)'": "'cast(a as int)'",
    "nullif(trim(s), '')": "nullif(trim(s), '')",
}


@pytest.mark.parametrize("text", ALLOWED)
def test_a_pure_row_expression_has_no_faults(text: str) -> None:
    assert faults(text, FIELDS) == []


@pytest.mark.fault(30)
@pytest.mark.parametrize(("text", "sentence"), REFUSED.items())
def test_any_other_expression_is_refused_with_its_reason(text: str, sentence: str) -> None:
    found = faults(text, FIELDS)
    assert any(sentence in fault for fault in found), found


@pytest.mark.parametrize(("text", "rewritten"), TOTAL.items())
def test_the_total_form_gives_null_where_the_original_raises(text: str, rewritten: str) -> None:
    assert total(text) == rewritten


def test_an_instant_at_the_end_of_time_is_not_moved_between_zones() -> None:
    text = total("to_utc_timestamp(t, 'Asia/Shanghai')")
    assert text.startswith("if(try_cast(t as timestamp) between ")
    assert text.endswith(", to_utc_timestamp(try_cast(t as timestamp), 'Asia/Shanghai'), null)")


def test_an_expression_with_faults_has_no_total_form() -> None:
    with pytest.raises(ValueError, match="is an aggregate"):
        total("sum(a)")


def test_the_total_form_of_every_shipped_expression_is_total_already(definition: Definition) -> None:
    for source in definition.sources:
        for text in source.event.model_dump().values():
            assert faults(total(text), None) == []


@given(st.text(max_size=80) | st.text(alphabet="ab()'\"`,.-+*/% \n;case whenthd1205", max_size=200))
def test_no_text_crashes_the_reader(text: str) -> None:
    found = faults(text, FIELDS)
    assert all(isinstance(fault, str) and fault for fault in found)
    if not found:
        assert total(text)


@given(st.text(max_size=80))
def test_the_words_of_a_text_hold_all_of_it_but_blanks(text: str) -> None:
    at = 0
    for word in tokens.tokens(text):
        blanks = len(text[at:]) - len(text[at:].lstrip(" \t\r\n"))
        at += blanks
        assert text.startswith(word.text, at)
        at += len(word.text)
    assert text[at:].strip(" \t\r\n") == ""


@given(st.text(max_size=80) | st.text(alphabet="ab <>(),:`'struct int array map", max_size=200))
def test_no_text_crashes_the_reader_of_schemas(text: str) -> None:
    fields, found = ddl.fields(text)
    assert fields or found


def test_a_schema_nested_without_end_is_a_fault() -> None:
    assert any("flatter" in fault for fault in ddl.fields("a " + "array<" * 500 + "int" + ">" * 500)[1])


@pytest.mark.parametrize("module", [ddl, expressions, tokens])
def test_the_examples_in_the_documentation_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0
