"""Made-up firms and a small made-up rule set, for Pulmu and for OpenFisca alike; plain numpy, as both read it.

Amounts are whole multiples of 2**20 won below 2**44, so that 32-bit floats hold each of them, and their sums, exactly.
"""

from pathlib import Path

import numpy as np

STEP = 2.0**20
INDUSTRIES = tuple(range(10, 34))
REGIONS = ("capital", "other", "preferred", "special")
MEDIUM_LIMIT = {industry: STEP * 3 * (20_000 + 2_500 * (place % 9)) for place, industry in enumerate(INDUSTRIES)}
SMALL_LIMIT = {industry: STEP * 3 * (1_000 + 250 * (place % 5)) for place, industry in enumerate(INDUSTRIES)}
ASSET_CAP = STEP * 480_000
LEAST_EMPLOYEES = 5
LEAST_RESEARCH = 0.03125
VOUCHER_CAP = STEP * 100
VOUCHER_RATE = {"small": 0.75, "medium": 0.5}
PLANT_CAP = STEP * 1_000
PLANT_RATE = {"capital": 0.25, "other": 0.5, "preferred": 0.625, "special": 0.75}
PLANT_INDUSTRIES = (13, 17, 20, 22, 23, 24, 25)
ANSWERS = ("size", "voucher", "voucher_krw", "plant", "plant_krw")


def made_firms(number: int) -> dict[str, np.ndarray]:
    """Firms drawn at random, always the same ones."""
    rng = np.random.default_rng(20261127)
    sales = np.exp(rng.normal(8.0, 2.0, number))

    def amounts(about: np.ndarray) -> np.ndarray:
        return np.minimum(np.floor(about) + 1, 2.0**20) * STEP

    return {
        "firm_id": np.arange(number, dtype=np.int64),
        "industry": rng.choice(np.array(INDUSTRIES, np.int64), number),
        "region": rng.integers(0, len(REGIONS), number),
        "sales_1": amounts(sales),
        "sales_2": amounts(sales * rng.uniform(0.8, 1.1, number)),
        "sales_3": amounts(sales * rng.uniform(0.7, 1.1, number)),
        "assets": amounts(sales * rng.lognormal(0.0, 1.0, number)),
        "in_group": rng.random(number) < 0.01,
        "employees": rng.integers(1, 400, number).astype(np.float64),
        "research_share": rng.integers(0, 256, number) / 1024.0,
        "voucher_cost": amounts(rng.uniform(1, 300, number)),
        "plant_cost": amounts(rng.uniform(1, 3_000, number)),
    }


def write_firms(folder: Path, firms: dict[str, np.ndarray]) -> None:
    """Each column as a file of numpy, which OpenFisca's side reads fastest."""
    for name, values in firms.items():
        np.save(folder / f"{name}.npy", values)


def read_firms(folder: Path) -> dict[str, np.ndarray]:
    """The same again."""
    return {file.stem: np.load(file) for file in sorted(folder.glob("*.npy"))}
