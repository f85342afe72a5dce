"""Names of the people who wrote something in a workspace."""

from collections.abc import Iterable

from pulmu.services.records.store import Store


def names_of(store: Store, accounts: Iterable[str]) -> dict[str, str]:
    """Name of each person by account, as records of a workspace name them; nothing for one who left the place."""
    with store.place_reading() as records:
        found = {key: records.account(key) for key in set(accounts)}
    return {key: account.name for key, account in found.items() if account is not None}
