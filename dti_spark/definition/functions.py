"""The SQL functions that an expression of sources.yml may call, and why it may not call others."""

import re

_names = re.compile(r"\w+").findall

ALLOWED = frozenset(
    _names("""
    ascii base64 bin bit_length btrim char_length character_length chr concat concat_ws contains endswith find_in_set
    hex initcap instr lcase left length locate lower lpad ltrim md5 octet_length regexp_extract regexp_like
    regexp_replace regexp_substr replace reverse right rpad rtrim sha1 sha2 split_part startswith substr substring
    substring_index translate trim ucase unhex upper crc32 xxhash64
    coalesce equal_null if ifnull isnan isnotnull isnull nanvl nullif nullifzero nvl nvl2 zeroifnull
    abs cbrt ceil ceiling exp floor greatest least ln log log10 log2 pow power rint round sign signum sqrt
    try_add try_divide try_mod try_multiply try_subtract
    cast try_cast try_to_binary try_to_date try_to_number to_timestamp try_to_timestamp
    timestamp_micros timestamp_millis timestamp_seconds
    date_format date_trunc day dayofmonth dayofweek dayofyear from_utc_timestamp hour minute month quarter second
    to_utc_timestamp unix_date unix_micros unix_millis unix_seconds weekofyear year
    get_json_object size try_element_at try_parse_url try_url_decode
    """)
)
"""Pure and deterministic scalar functions that give null on bad data once `total` has rewritten the expression."""

KEYWORDS = frozenset(_names("and as between case else end escape false in is like not null or rlike then true when"))
"""Words of SQL that are no field and no function."""

TYPES = frozenset(
    _names(
        "bigint binary boolean byte date decimal double float int integer long short smallint string timestamp tinyint"
    )
)
"""Types that a cast may name."""

NUMERIC = frozenset(
    _names(
        "abs cbrt ceil ceiling exp floor ln log10 log2 pow power rint round sign signum sqrt"
        " try_add try_divide try_mod try_multiply try_subtract isnan"
    )
)
"""Functions whose first argument is a number: a text there would be cast, and the cast would raise on bad text."""

OF_TIMES = frozenset(
    _names("date_format day dayofmonth dayofweek dayofyear hour minute month quarter second weekofyear year")
    + _names("unix_date unix_micros unix_millis unix_seconds")
)
"""Functions whose first argument is a time, with the same danger."""

_AGGREGATES = """
    any any_value approx_count_distinct approx_percentile array_agg avg bit_and bit_or bit_xor bool_and bool_or
    collect_list collect_set corr count count_if count_min_sketch covar_pop covar_samp every first first_value grouping
    histogram_numeric kurtosis last last_value listagg max max_by mean median min min_by mode percentile
    percentile_approx percentile_cont percentile_disc regr_count skewness some std stddev stddev_pop stddev_samp
    string_agg sum try_avg try_sum var_pop var_samp variance
"""
_WINDOWS = "cume_dist dense_rank lag lead nth_value ntile percent_rank rank row_number session_window window"
_CHANGING = """
    curdate current_catalog current_database current_date current_schema current_time current_timestamp
    current_timezone current_user localtimestamp monotonically_increasing_id now rand randn random randstr
    session_user shuffle spark_partition_id unix_timestamp user uniform uuid version
"""
_FILES = "input_file_block_length input_file_block_start input_file_name"
_CODE = "assert_true java_method raise_error reflect try_reflect"
_ROWS = "explode explode_outer inline inline_outer json_tuple posexplode posexplode_outer stack"
_RAISING = {
    "decode": "try_to_binary",
    "element_at": "try_element_at",
    "get": "try_element_at",
    "make_timestamp": "to_timestamp of a text",
    "mod": "try_mod",
    "parse_url": "try_parse_url",
    "to_binary": "try_to_binary",
    "to_date": "try_to_date",
    "to_number": "try_to_number",
    "url_decode": "try_url_decode",
}
_REASONS = (
    (_AGGREGATES, "is an aggregate; an event expression may only use its own record"),
    (_WINDOWS, "looks at other rows; an event expression may only use its own record"),
    (_CHANGING, "differs from run to run; an event expression must give the same for the same record"),
    (_FILES, "depends on how files are laid out; an event expression may only use its own record"),
    (_CODE, "runs code or stops the job; an event expression may only compute"),
    (_ROWS, "makes several rows of one; an event expression gives one value for its record"),
)
WHY_NOT = {name: reason for names, reason in _REASONS for name in _names(names)} | {
    name: f"stops the job on bad data; use {instead}" for name, instead in _RAISING.items()
}
"""Reason by name, for functions that Spark knows and an event may not use."""


def refusal(function: str) -> str:
    """Why an expression may not call a function: one sentence."""
    known = "is not among the functions that an event expression may call; see definition/functions.py for those"
    return f"{function}(...) {WHY_NOT.get(function, known)}"
