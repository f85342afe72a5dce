"""What was decided on a firm's application: its letter to take along, and that it was received."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import text
from pulmu.services.letters.own import own_letter_file, own_letters, take_in_letter
from pulmu.services.workspaces.documents import unknown_document
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm
from pulmu.web.letter_view import shown_decision
from pulmu.web.show import Crumb, show
from pulmu.web.viewer import Seated

routes = APIRouter(prefix="/w/{workspace}/open-calls/{agency}/{call}/letters", include_in_schema=False)
Agency = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Name = Annotated[str, Path(max_length=100)]
Key = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@routes.get("")
def show_letter(request: Request, seat: Seated, place: AnyPlace, agency: Agency, call: Name) -> Response:
    """What was decided, with reasons and margins; also where the call is shown no more."""
    language = language_of(request)
    letters = own_letters(place.gate, seat.actor, agency, call)
    if not letters:
        raise unknown_document()
    told, name = shown_decision(letters[0], place.letters, language), call
    if letters[0].told is not None:
        head = letters[0].told.call
        name = (head.name_ko if language == "ko" else head.name_en) or head.name_ko
    base = f"{seat.base}/open-calls/{agency}/{call}"
    home = Crumb(name=text("web.noun.open_calls", language), href=f"{seat.base}/open-calls")
    return show(
        request, "own_letter.html", seat=seat, noun="open_calls", told=told, letters=letters, name=name,
        base=f"{base}/letters", may_take=seat.actor.may("receive_delivery"), crumbs=(home, Crumb(name=name, href=base)),
    )  # fmt: skip


@routes.get("/{letter}")
def download(seat: Seated, place: AnyPlace, agency: Agency, call: Name, letter: Key) -> Response:
    """The file of a letter."""
    found, content = own_letter_file(place.gate, seat.actor, agency, call, letter)
    return file_answer(content, found.file)


@routes.post("/{letter}/taken")
def take_in(seat: Seated, form: AnyForm, place: AnyPlace, agency: Agency, call: Name, letter: Key) -> Response:
    """Keep it with the firm's own records, and tell the agency that it came."""
    del form  # its origin was checked
    take_in_letter(place.gate, seat.actor, agency, call, letter)
    return RedirectResponse(f"{seat.base}/open-calls/{agency}/{call}/letters", 303)
