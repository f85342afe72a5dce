"""Processes and what they make."""

from dataclasses import dataclass, field

from tests.differential.drawn.users import Users


@dataclass(frozen=True)
class DrawnStep:
    """A step of a process; whether the law leaves it out is drawn, not looked up."""

    id: str
    kind: str
    excluded: bool


@dataclass(frozen=True)
class DrawnGood:
    """A good: its code and output. [t]

    Parameters
    ----------
    content : Tonnes of the functional unit in a tonne; moles per gram where emissions are shared by moles.
    is_cbam : Of Annex I; a co-product of chemistry may not be.
    stock : Sent out, received, opening and closing stock, returned, where the output is found from them.
    """

    id: str
    cn_code: str
    tonnes: float
    stock: tuple[float, float, float, float, float] | None = None
    content: float = 1.0
    is_cbam: bool = True


@dataclass(frozen=True)
class DrawnProcess:
    """A process; `category` and `routes` by the words of the workbook, '' for a process outside Annex I.

    Parameters
    ----------
    routes : Row of the route in the workbook's list: share of the output.
    own : Good of this plant: mass consumed; of an own good it is put back. [t]
    inner : Joint process: code and mass of what is made and used up inside. [t]
    letter : Route letter of the benchmark tables.
    unit : Functional unit.
    scrap : Put in, and as much of its own that arose and was off specification: all of it carries nothing. [t]
    counts_electricity : Its own indirect emissions are part of the CBAM figure.
    direct_elsewhere, indirect_elsewhere : Of a step that another firm does: its emissions. [t CO2e]
    """

    id: str
    category: str
    routes: dict[int, float]
    goods: tuple[DrawnGood, ...]
    steps: tuple[DrawnStep, ...] = ()
    own: dict[str, float] = field(default_factory=dict)
    letter: str = ""
    unit: str = "tonne"
    counts_electricity: bool = False
    inner: tuple[tuple[str, float], ...] = ()
    scrap: float = 0.0
    direct_elsewhere: float = 0.0
    indirect_elsewhere: float = 0.0

    @property
    def tonnes(self) -> float:
        """Output of all goods. [t]"""
        return sum(good.tonnes for good in self.goods)

    @property
    def functional_amount(self) -> float:
        """Output in functional units."""
        return sum(good.tonnes * good.content for good in self.goods)

    @property
    def share_of_cbam(self) -> float:
        """Part of what it emits that its goods of Annex I bear."""
        return sum(good.tonnes * good.content for good in self.goods if good.is_cbam) / self.functional_amount

    @property
    def is_mixed(self) -> bool:
        """Whether a tonne of one good bears more than a tonne of another."""
        return len({good.content for good in self.goods}) > 1

    def typed(self, good: DrawnGood) -> float:
        """What stands in the workbook for a tonne: of a mixture its functional units, as all bear alike by these."""
        return good.content if self.is_mixed else 1.0

    @property
    def put_back(self) -> float:
        """What it consumes of its own goods. [t]"""
        return sum(self.own.get(good.id, 0.0) for good in self.goods)

    @property
    def net(self) -> float:
        """Output less what is put back: what the workbook knows as its production. [t, or functional units]"""
        return sum((good.tonnes - self.own.get(good.id, 0.0)) * self.typed(good) for good in self.goods)


@dataclass(frozen=True)
class DrawnOutsourced:
    """A step that another firm does on a good of this plant. [t, t CO2e/t]

    Parameters
    ----------
    excluded : The law leaves it out.
    sold : Part of what came back that went to the EU.
    indirect : None where nothing is known of its electricity.
    verified : The values come with their report; else the default value of what comes back counts.
    default : That value; None where none is needed.
    """

    id: str
    kind: str
    excluded: bool
    good: str
    cn_code: str
    category: str
    country: str
    sent: float
    returned: float
    users: Users
    sold: float
    direct: float
    indirect: float | None
    verified: bool
    default: float | None

    @property
    def by_default(self) -> bool:
        """Whether what comes back counts as a bought precursor."""
        return not self.excluded and not self.verified

    def taken(self, process: str) -> float:
        """What a process used of it. [t]"""
        amount = self.users.get(process, 0.0)
        known = sum(mass for mass in self.users.values() if mass is not None)
        return self.returned - known - self.sold if amount is None else amount
