"""Names of the people who stand in a workspace's records by their ids."""

from collections.abc import Iterable

from pulmu.services.records.store import Store


def names_of(store: Store, accounts: Iterable[str]) -> dict[str, str]:
    """Names by account; who is no account, such as a link, is left out."""
    with store.place_reading() as place:
        found = [place.account(key) for key in sorted(set(accounts) - {""})]
    return {account.id: account.name for account in found if account is not None}
