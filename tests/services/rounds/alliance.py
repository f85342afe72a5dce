"""An agency with a round of matching, firms with needs and suppliers with offers, each in its own workspace."""

from pathlib import Path
from typing import Any

from tests.places import Place
from tests.services.voices.people import AGENCY, OFFICER, boss, firm, place_with_firms

from pulmu.model import Document
from pulmu.services.market.shelf import publish_item, save_item
from pulmu.services.rounds.inviting import invite
from pulmu.services.rounds.live import LiveRounds
from pulmu.services.rounds.own import OwnRound, own_rounds, save_wishes, send_wishes
from pulmu.services.rounds.sent import RoundWishes
from pulmu.services.rounds.settings import begin_round
from pulmu.services.rounds.shelf import KeptRound, find_round
from pulmu.services.rounds.taking_part import add_parties, board_items

NAME = "alliance"
SETTINGS = {"id": NAME, "name_ko": "디지털 연대", "lot_seed": "notice 1", "wishes_until": "2027-02-10",
            "silence": "refuse"}  # fmt: skip
__all__ = ["AGENCY", "NAME", "OFFICER", "boss", "firm"]


class Alliance:
    """Firms 0 and 1 look for a supplier; 2 and 3 are suppliers."""

    def __init__(self, folder: Path, database: str = "", **more: str) -> None:
        self.place: Place = place_with_firms(folder, 5, database)
        self.gate, self.live = self.place.gate, LiveRounds()
        for number in (0, 1):
            self.show(number, "need", {"id": f"need{number}", "text": f"필요 {number} 프레스 이상 감지"})
        for number in (2, 3):
            offer = {"id": f"offer{number}", "supplier": f"공급{number}", "title": "프레스 이상 감지", "capacity": 1}
            self.show(number, "offer", offer)
        begin_round(self.gate, OFFICER, SETTINGS | more)

    def show(self, number: int, kind: Any, tree: dict[str, Any]) -> None:
        save_item(self.gate, boss(number), kind, tree["id"], Document(tree, "x.yaml"), seen=0)
        publish_item(self.gate, boss(number), kind, tree["id"])

    def kept(self) -> KeptRound:
        return find_round(self.gate, OFFICER, NAME)

    @property
    def number(self) -> int:
        return self.kept().version.number

    def filled(self) -> "Alliance":
        """Everybody who shows something takes part and was asked."""
        for side in ("applicant", "supplier"):
            keys = [item.key for item in board_items(self.gate, OFFICER, self.kept().round, side)]  # type: ignore[arg-type]
            add_parties(self.gate, OFFICER, NAME, side, keys, seen=self.number)  # type: ignore[arg-type]
        invite(self.gate, OFFICER, NAME, seen=self.number)
        return self

    def own(self, number: int) -> OwnRound:
        (found,) = own_rounds(self.gate, boss(number))
        return found

    def party(self, number: int) -> str:
        return self.own(number).invitation.party

    def send(self, number: int, *ranks: str, **more: Any) -> None:
        own = self.own(number)
        wishes = RoundWishes(ranks=ranks, **more)
        seen = save_wishes(self.gate, boss(number), own.key, wishes, seen=own.number)
        send_wishes(self.gate, boss(number), own.key, seen=seen)
        self.place.pass_time(minutes=1)
