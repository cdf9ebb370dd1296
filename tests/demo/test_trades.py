from dti_spark.definition.lookups import UNATTRIBUTED, industry_keys
from dti_spark.definition.model import Definition
from dti_spark.demo.trades import meaning, section, trades


def test_every_code_of_a_trade_means_that_trade(definition: Definition) -> None:
    keys = industry_keys(definition)
    for trade in trades(definition):
        assert trade.classes
        assert {meaning(code, keys) for code in (*trade.classes, *trade.divisions)} == {trade.id or UNATTRIBUTED}


def test_the_longest_known_code_decides(definition: Definition) -> None:
    keys = industry_keys(definition)
    assert meaning("6422", keys) == "games"
    assert meaning("6429", keys) == "internet_software_it"
    assert meaning("7861", keys) == "culture_tourism"
    assert meaning("0111", keys) == UNATTRIBUTED
    assert meaning("9910", keys) is None


def test_the_trades_share_all_usage(definition: Definition) -> None:
    made = trades(definition)
    assert [trade.id for trade in made] == [industry.id for industry in definition.industries] + [None]
    assert abs(sum(trade.weight for trade in made) - 1) < 1e-12


def test_sections_are_those_of_the_industries_file(definition: Definition) -> None:
    one_section = [industry for industry in definition.industries if ";" not in industry.gbt4754_section]
    made = {trade.id: trade for trade in trades(definition)}
    for industry in one_section:
        assert {section(code) for code in made[industry.id].classes} == {industry.gbt4754_section}
