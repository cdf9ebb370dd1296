from command_line import Dti

from dti_spark.pipeline.tables import TABLES
from dti_spark.report import dictionary


def test_tables_are_listed_with_grain_and_key_and_no_spark(dti: Dti) -> None:
    said = dti("tables")
    assert (said.code, said.err) == (0, "")
    assert all(table.name in said.out for table in TABLES)
    assert "region_type, region" in said.out


def test_markdown_is_the_whole_dictionary(dti: Dti) -> None:
    assert dti("tables", "--markdown").out == dictionary.markdown(TABLES)


def test_json_tells_every_column_as_its_contract_does(dti: Dti) -> None:
    found = {entry["table"]: entry for entry in dti("tables", "--json").json}
    assert found.keys() == {table.name for table in TABLES}
    for table in TABLES:
        entry = found[table.name]
        assert entry["key"] == [column.name for column in table.key]
        assert [(told["name"], told["meaning"], told["adds"], told["nullable"]) for told in entry["columns"]] == [
            (column.name, column.meaning, column.adds, column in table.nullable) for column in table.columns
        ]
    assert found["gold.growth"]["joins"] == ["gold.regions", "gold.industries", "gold.nodes", "gold.periods"]


def test_markdown_and_json_together_are_refused(dti: Dti) -> None:
    said = dti("tables", "--markdown", "--json")
    assert (said.code, said.out) == (2, "")
    assert "give one of them" in said.err
