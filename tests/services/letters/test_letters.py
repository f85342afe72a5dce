"""Letters of a place: written once from each decision, sent once, read by who they are for and by nobody else."""

import dataclasses
import functools
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.letter_files import docx, hp, hwp_lines, hwpx, p, parts_of
from tests.places import Place, codes
from tests.records import DAERIM, HANBIT
from tests.services.calls.agency import CALL, FIRM, OFFICER, PACKAGED
from tests.services.letters.agency import DRAWING, LOW, OWN, PAPER, decided, job_of, overrule, send, write
from tests.workshop import Bench

from pulmu.services.care.verify import named_objects
from pulmu.services.jobs import kinds
from pulmu.services.jobs.task import JobPolicy
from pulmu.services.letters.kept import find_run, run_history, take_letter, take_letters
from pulmu.services.letters.own import own_letter_file, own_letters, take_in_letter
from pulmu.services.letters.sending import letters_standing
from pulmu.services.letters.template import find_template, keep_template, use_pdf
from pulmu.services.letters.writing import preview_letter
from pulmu.services.records.crossing import Delivery
from pulmu.services.workspaces.kept_problems import problems_of

TEMPLATE = docx(p("{{firm", "_name}}") + p("{{outcome_sentence}}") + p("{{#reasons}}")
                + p("{{reason.text}}") + p("{{/reasons}}") + p("{{appeal_until}}"))  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return decided(tmp_path)[0]


def text_of(data: bytes) -> str:
    return parts_of(data)["word/document.xml"].decode()


def with_template(place: Place, data: bytes = TEMPLATE, seen: int = 0) -> None:
    keep_template(place.gate, OFFICER, DRAWING, CALL, "통지서.docx", data, seen=seen)


def test_each_decision_has_its_letter_in_the_form_of_the_agency(place: Place) -> None:
    with_template(place)
    assert write(place).result == f"letters:{CALL}/1"
    run = find_run(place.gate, OFFICER, CALL)
    assert [(item.application, item.outcome, item.amount_krw, item.sender) for item in run.letters] == [
        (OWN, "selected", 100, DAERIM), (PAPER, "reserve", 0, ""), (LOW, "not_selected", 0, ""),
    ]  # fmt: skip
    _, data = take_letter(place.gate, OFFICER, CALL, PAPER)
    said = text_of(data)
    assert "(주)한빛 &lt;b&gt;볼트&lt;/b&gt; &amp; 너트" in said  # markup of a name is text
    assert "예비 1순위" in said
    assert "{{" not in said
    _, low = take_letter(place.gate, OFFICER, CALL, LOW)
    assert "60점" in text_of(low)  # the passing points, with how far it is from them


def test_letters_asked_for_twice_are_written_once(place: Place) -> None:
    write(place)
    first = find_run(place.gate, OFFICER, CALL)
    assert write(place).result == f"letters:{CALL}/1"
    assert len(run_history(place.gate, OFFICER, CALL)) == 1
    write(place, "en")
    assert find_run(place.gate, OFFICER, CALL).version == 2
    write(place)
    again = find_run(place.gate, OFFICER, CALL)
    assert again.letters == first.letters  # the same decision, form and language: the same bytes


def test_a_later_decision_gets_a_letter_and_the_older_stays(place: Place) -> None:
    write(place)
    before = find_run(place.gate, OFFICER, CALL).of(LOW)
    overrule(place, LOW, "not_selected", appeal={"reason": "다시 보았으나 같습니다. " * 200})
    assert letters_standing(place.gate, OFFICER, CALL).stale == 1
    assert codes(lambda: kinds.start_sending(place.gate, OFFICER, PACKAGED, CALL, seen=1, count=1)) == ["letter.stale"]
    write(place)
    run = find_run(place.gate, OFFICER, CALL)
    assert (run.version, run.of(LOW).decision, run.of(OWN).decision) == (2, 2, 1)
    assert run.of(LOW).sha256 != before.sha256
    assert find_run(place.gate, OFFICER, CALL, 1).of(LOW) == before
    assert place.gate.objects.get(HANBIT, before.sha256)
    told = json.loads(place.gate.objects.get(HANBIT, run.of(LOW).told))
    assert len(told["decisions"][0]["reasons"][-1]["said_ko"]) == 1200


def test_a_template_that_cannot_be_filled_in_is_refused_with_all_its_problems(place: Place) -> None:
    bad = docx(p("{{frim_name}}") + p("{{#reasons}}") + p("{{amout}}"))
    found = codes(lambda: with_template(place, bad))
    assert found.count("letter.unknown_mark") == 2
    assert "letter.section_open" in found
    assert codes(lambda: with_template(place, b"MZ\x90\x00")) == ["letter.template_kind"]
    assert find_template(place.gate, OFFICER, CALL).number == 0


def test_a_template_replaced_meanwhile_is_not_used_by_the_work_under_way(place: Place) -> None:
    with_template(place)
    asked = kinds.start_letters(place.gate, OFFICER, PACKAGED, CALL, "ko", JobPolicy())
    with_template(place, docx(p("새 양식") + p("{{firm_name}} {{outcome}} {{appeal_until}}")), seen=1)
    Bench(place).work_off()
    assert job_of(place, asked).state == "done"
    run = find_run(place.gate, OFFICER, CALL)
    assert run.template == 1
    assert "새 양식" not in text_of(take_letter(place.gate, OFFICER, CALL, LOW)[1])
    use_pdf(place.gate, OFFICER, CALL, seen=2)
    assert preview_letter(place.gate, OFFICER, PACKAGED, DRAWING, CALL, LOW, "ko")[1].startswith(b"%PDF")


def test_work_that_was_killed_is_done_once_by_who_takes_it_up(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = kinds.start_letters(place.gate, OFFICER, PACKAGED, CALL, "ko", JobPolicy())
    drawn: list[str] = []
    real = DRAWING.write_pdf

    def killed(decisions: Any, decision: Any, language: Any) -> Any:
        drawn.append(decision.application)
        if len(drawn) == 2:
            raise KeyboardInterrupt  # as a process that ends: nothing is noted of it
        return real(decisions, decision, language)

    bench = Bench(place)
    monkeypatch.setattr("tests.workshop.letter_drawing", lambda: dataclasses.replace(DRAWING, write_pdf=killed))
    with pytest.raises(KeyboardInterrupt):
        bench.work()
    assert find_run(place.gate, OFFICER, CALL).version == 0
    place.pass_time(minutes=5)  # the lease ends
    bench.work_off()
    assert job_of(place, asked).state == "done"
    assert len(find_run(place.gate, OFFICER, CALL).letters) == 3
    assert len(run_history(place.gate, OFFICER, CALL)) == 1


def test_work_that_is_cancelled_leaves_no_letters(place: Place) -> None:
    asked = kinds.start_letters(place.gate, OFFICER, PACKAGED, CALL, "ko", JobPolicy())
    kinds.cancel(place.gate, OFFICER, asked.id)
    Bench(place).work_off()
    assert job_of(place, asked).state == "cancelled"
    assert find_run(place.gate, OFFICER, CALL).version == 0


def test_before_all_is_decided_there_are_no_letters(tmp_path: Path) -> None:
    place, _ = decided(tmp_path)
    with place.store.writing(HANBIT) as work:
        work.move_call(CALL, expected="decided", stage="opened", at=place.at)
    assert codes(lambda: write(place)) == ["letter.not_decided"]


def test_letters_go_to_the_firms_with_a_workspace_once(place: Place) -> None:
    with_template(place)
    write(place)
    standing = letters_standing(place.gate, OFFICER, CALL)
    assert ([item.letter.application for item in standing.to_send], len(standing.on_paper)) == ([OWN], 2)
    for seen, count in ((1, 2), (2, 1)):
        act = functools.partial(
            kinds.start_sending, place.gate, OFFICER, PACKAGED, CALL, JobPolicy(), seen=seen, count=count
        )
        assert codes(act) == ["letter.changed"]
    assert send(place, 1, 1).state == "done"
    assert not letters_standing(place.gate, OFFICER, CALL).to_send
    again = codes(lambda: kinds.start_sending(place.gate, OFFICER, PACKAGED, CALL, seen=1, count=0))
    assert again == ["letter.nothing_to_send"]
    (letter,) = own_letters(place.gate, FIRM, HANBIT, CALL)
    assert letter.decision is not None
    assert (letter.decision.outcome, letter.decision.amount_krw, letter.taken) == ("selected", 100, False)
    assert (letter.decision.size, letter.decision.province) == ("", "")
    _, data = own_letter_file(place.gate, FIRM, HANBIT, CALL, letter.id)
    assert data == take_letter(place.gate, OFFICER, CALL, OWN)[1]
    assert take_in_letter(place.gate, FIRM, HANBIT, CALL, letter.id)
    assert not take_in_letter(place.gate, FIRM, HANBIT, CALL, letter.id)
    assert own_letters(place.gate, FIRM, HANBIT, CALL)[0].taken
    assert letters_standing(place.gate, OFFICER, CALL).sent[0].taken is not None
    assert own_letter_file(place.gate, FIRM, HANBIT, CALL, letter.id)[1] == data


def test_nothing_of_other_firms_is_in_what_a_firm_is_sent(place: Place) -> None:
    write(place)
    send(place, 1, 1)
    with place.store.crossing(DAERIM, writes=False) as crossing:
        (item,) = crossing.waiting(10)
    for word in ("한빛", "낮은점수", PAPER[:12], LOW[:12]):
        assert word not in item.content
    assert codes(lambda: own_letters(place.gate, OFFICER, HANBIT, CALL)) == ["access.forbidden"]
    assert codes(lambda: find_run(place.gate, FIRM, CALL)) == ["access.forbidden"]


def test_a_firm_that_gets_another_letter_sees_the_later_first(place: Place) -> None:
    write(place)
    send(place, 1, 1)
    overrule(place, OWN, "not_selected")
    write(place)
    send(place, 2, 1)
    found = own_letters(place.gate, FIRM, HANBIT, CALL)
    assert [(item.number, item.decision and item.decision.outcome) for item in found] == [
        (2, "not_selected"), (1, "selected"),
    ]  # fmt: skip


def test_what_another_workspace_sends_as_a_letter_is_read_with_care(place: Place) -> None:
    for number, content in enumerate(
        ("", "[]", '{"told": {"decisions": []}, "file": 3}', '{"file": {"content": "x"}}')
    ):
        item = Delivery(id=f"bad{number}", kind="letter", sender=HANBIT, receiver=DAERIM, about=CALL, at=place.at,
                        content=content, sha256="0")  # fmt: skip
        with place.store.crossing(HANBIT, writes=True) as crossing:
            crossing.send(item)
    found = own_letters(place.gate, FIRM, HANBIT, CALL)
    assert [item.decision for item in found] == [None] * 4
    damaged = codes(lambda: own_letter_file(place.gate, FIRM, HANBIT, CALL, "bad3"))
    assert damaged == ["outside.letter_damaged"]


def test_who_has_no_workspace_any_more_is_named_and_the_others_get_theirs(tmp_path: Path) -> None:
    place, _ = decided(tmp_path, senders={OWN: DAERIM, LOW: "e" * 32})
    write(place)
    done = send(place, 1, 2)
    assert (done.state, [item.code for item in problems_of(done.problems)]) == ("done", ["letter.no_receiver"])
    assert len(own_letters(place.gate, FIRM, HANBIT, CALL)) == 1


def test_all_letters_come_as_one_archive(place: Place) -> None:
    write(place)
    whole = b"".join(DRAWING.archive(take_letters(place.gate, OFFICER, CALL)))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        listed = json.loads(archive.read("letters.json"))
        assert len(archive.namelist()) == 4
        assert [item["outcome"] for item in listed["letters"]] == ["selected", "reserve", "not_selected"]
        for item in listed["letters"]:
            assert archive.read(item["file"]).startswith(b"%PDF")


def test_verify_knows_every_file_of_letters(place: Place) -> None:
    with_template(place)
    write(place)
    with place.store.reading(HANBIT) as work:
        named = named_objects(work)
    assert set(place.gate.objects.hashes(HANBIT)) == set(named)


def test_a_hwpx_form_of_the_agency_is_kept_filled_in_and_sent(place: Place) -> None:
    form = hwpx(hp("{{신청기업}} ", "귀하") + hp("{{결과문장}}") + hp("{{이의신청안내}}"))
    keep_template(place.gate, OFFICER, DRAWING, CALL, "통지서.hwpx", form, seen=0)
    write(place)
    kept, data = take_letter(place.gate, OFFICER, CALL, PAPER)
    assert kept.file.endswith(".hwpx")
    said = hwp_lines(data)
    assert "(주)한빛 <b>볼트</b> & 너트 귀하" in said
    assert any("다음 날부터" in line and "일 안에 이의신청" in line for line in said)
    assert set(parts_of(data)) == set(parts_of(form))
    send(place, 1, 1)
    (letter,) = own_letters(place.gate, FIRM, HANBIT, CALL)
    assert letter.file.endswith(".hwpx")
    assert own_letter_file(place.gate, FIRM, HANBIT, CALL, letter.id)[1] == take_letter(
        place.gate, OFFICER, CALL, OWN
    )[1]  # fmt: skip
    bad = hwpx(hp("{{frim_name}}") + hp("{{#reasons}}"))
    assert "letter.unknown_mark" in codes(
        lambda: keep_template(place.gate, OFFICER, DRAWING, CALL, "통지서.hwpx", bad, seen=1)
    )
    assert find_template(place.gate, OFFICER, CALL).number == 1
