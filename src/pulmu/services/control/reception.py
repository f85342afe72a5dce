"""What a guard answers to bytes that came over a connection: who asks is proven here, or nothing is done."""

from pulmu.model.errors import InputError, problem
from pulmu.model.problem import Problem
from pulmu.services.control.desk import GuardAnswer
from pulmu.services.control.owner import Owner
from pulmu.services.control.people import Authority
from pulmu.services.control.wire import LARGEST_ASKED, Message, Reply, SignedRequest, no_message, packed, unpacked
from pulmu.twin.control import Person


class Reception:
    """Answers one connection.

    Parameters
    ----------
    link : Name of the connection, drawn at random: what is signed for it holds on no other.
    """

    def __init__(self, owner: Owner, authority: Authority, link: str) -> None:
        self._owner, self._authority, self._link = owner, authority, link
        self._number = 0

    def answer(self, data: bytes) -> bytes:
        """The reply to a message, whatever it is."""
        try:
            return packed(self._reply(unpacked(Message, data, LARGEST_ASKED)))
        except InputError as error:
            self._owner.refuse_at_the_door(error.problems[0], "")
            return packed(Reply(problems=error.problems))

    def _reply(self, message: Message) -> Reply:
        match message.ask:
            case "hello":
                return Reply(hello=self._link)
            case "view":
                return Reply(view=self._owner.view())
            case "log":
                return Reply(entries=self._owner.log(message.after, message.most))
            case "stop":
                return Reply(answer=self._owner.request(lambda asking: asking.stop("")))
            case "signed":
                return Reply(answer=self._signed(message))
        return Reply(problems=(no_message("this is asked at the guard's own console"),))

    def _signed(self, message: Message) -> GuardAnswer:
        asked = unpacked(SignedRequest, message.body, LARGEST_ASKED)
        by = self._authority.who(message.key, asked.person, message.signature, message.body.encode())
        if by is None:
            return self._turn_away(not_proven(), message.key, asked)
        if asked.to != self._link or asked.number <= self._number:
            return self._turn_away(_replayed(), message.key, asked)
        self._number = asked.number
        if asked.act == "beat":
            return self._beat(asked)
        if asked.act == "propose" and (asked.proof is None or not self._authority.is_proven(asked.proof)):
            return self._turn_away(_no_prover(), message.key, asked)
        return self._ask(by, asked)

    def _beat(self, asked: SignedRequest) -> GuardAnswer:
        """A sign of life that was long under way is none."""
        age = self._owner.wall() - asked.made_at
        if not abs(age) <= self._authority.beat_age_s:
            return GuardAnswer(accepted=False, problems=(_late(age),))
        return self._owner.request(lambda asking: asking.beat(self._link))

    def _ask(self, by: Person, asked: SignedRequest) -> GuardAnswer:
        group, proof, link = asked.group, asked.proof, self._link
        if asked.act == "propose" and group is not None and proof is not None:
            return self._owner.request(lambda asking: asking.propose(by, group, proof, asked.made_at))
        if asked.act == "arm":
            return self._owner.request(lambda asking: asking.arm(by, asked.binding, asked.made_at))
        if asked.act == "commit":
            return self._owner.request(
                lambda asking: asking.commit(by, asked.binding, asked.token, asked.made_at, link)
            )
        if asked.act == "release":
            return self._owner.request(lambda asking: asking.release(by, asked.made_at))
        if asked.act == "stop":
            return self._owner.request(lambda asking: asking.stop(by.id))
        return GuardAnswer(accepted=False, problems=(no_message("a proposal without setpoints"),))

    def _turn_away(self, found: Problem, key: str, asked: SignedRequest) -> GuardAnswer:
        """What they say of themselves is not believed, and kept all the same: it tells what was tried."""
        group = "" if asked.group is None else asked.group.id
        said = {"act": asked.act, "person": asked.person} | ({"binding": asked.binding} if asked.binding else {})
        self._owner.refuse_at_the_door(found, key, group, **said)
        return GuardAnswer(accepted=False, problems=(found,))


class Console:
    """Answers at the guard's own machine: the local switch, and stop."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner

    def answer(self, data: bytes) -> bytes:
        """The reply to a message, whatever it is."""
        try:
            message = unpacked(Message, data, LARGEST_ASKED)
        except InputError as error:
            return packed(Reply(problems=error.problems))
        if message.ask == "switch":
            self._owner.set_switch(is_on=message.is_on)
        elif message.ask == "stop":
            self._owner.stop("console")
        elif message.ask == "give_back":
            self._owner.give_back(message.tag)
        elif message.ask != "view":
            return packed(Reply(problems=(no_message("this is not asked at the console"),)))
        return packed(Reply(view=self._owner.view()))


def not_proven() -> Problem:
    """Who asks has not shown to be who they say."""
    return problem(
        "control.who", "request", "it is not proven who asks",
        "sign with the key that the people file names for this person; have the engineer add it if it is missing",
    )  # fmt: skip


def _replayed() -> Problem:
    return problem(
        "control.replayed", "request", "this request, or a later one, was already taken", "ask anew", number="", last=""
    )


def _no_prover() -> Problem:
    return problem(
        "control.prover", "request", "the proof is not signed by a simulator that this guard knows",
        "prove it with a key that stands under provers in the people file",
    )  # fmt: skip


def _late(age: float) -> Problem:
    return problem(
        "control.delayed", "request", f"the request was made {age:.1f} s before it arrived",
        "ask anew; if it comes again, look at the clocks of both machines", seconds=f"{age:.1f}", most="",
    )  # fmt: skip
