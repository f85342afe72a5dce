from pathlib import Path

import pytest

from pulmu.adapters.firm_file import read_firm_file, write_firm_json, write_firm_yaml
from pulmu.bootstrap.support import read_firms, read_firms_content
from pulmu.model import Firm, Firms, Holder, InputError, Shareholding, decode

FIRMS = Firms(
    companies=(Firm(id="hanbit", name_local="한빛", listed=False, facts={"rnd_share": 0.02}), Firm(id="sub")),
    holders=(Holder(id="kim", kind="person"),),
    shareholdings=(Shareholding(holder="hanbit", company="sub", share=0.1 + 0.2),),
)


def test_a_file_is_read_with_the_line_of_each_problem(tmp_path: Path) -> None:
    path = tmp_path / "우리 회사.yaml"
    path.write_text("companies:\n- id: hanbit\n  listed: perhaps\n- name: Two\n", encoding="utf-8")
    problems = decode(Firms, read_firm_file(str(path))).problems
    assert [(problem.code, problem.place) for problem in problems] == [
        ("input.not_yes_or_no", "우리 회사.yaml, line 3, companies[0].listed"),
        ("input.missing_field", "우리 회사.yaml, line 4, companies[1].id"),
    ]


def test_json_comes_back_as_it_was_written() -> None:
    assert decode(Firms, read_firms_content(write_firm_json(FIRMS), "firm.json")).unwrap() == FIRMS


def test_yaml_comes_back_as_it_was_written_but_for_the_type_of_facts(tmp_path: Path) -> None:
    path = tmp_path / "firm.yaml"
    path.write_bytes(write_firm_yaml(FIRMS))
    found = decode(Firms, read_firms(str(path))).unwrap()
    assert found.shareholdings == FIRMS.shareholdings
    assert found.companies[1] == FIRMS.companies[1]
    assert found.companies[0].facts == {"rnd_share": "0.02"}, "a scalar of YAML is text; the table of facts decides"


def test_a_workbook_is_no_firms_file() -> None:
    with pytest.raises(InputError) as caught:
        read_firms_content(b"PK\x03\x04", "firm.xlsx")
    assert caught.value.problems[0].code == "input.firm_file_kind"
    assert ".xlsx" not in caught.value.problems[0].mend
