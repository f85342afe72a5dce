"""Security policies that are current; every other is refused, None and those of SHA-1 among them.

Source: OPC 10000-7, profiles; Basic128Rsa15 and Basic256 are deprecated there. asyncua still offers them.
"""

from asyncua import ua
from asyncua.crypto import security_policies

CURRENT = {
    policy.URI: policy
    for policy in (
        security_policies.SecurityPolicyAes256Sha256RsaPss,
        security_policies.SecurityPolicyAes128Sha256RsaOaep,
        security_policies.SecurityPolicyBasic256Sha256,
    )
}
"""By their address, the strongest first."""
SERVED = [
    ua.SecurityPolicyType.Aes256Sha256RsaPss_SignAndEncrypt,
    ua.SecurityPolicyType.Aes128Sha256RsaOaep_SignAndEncrypt,
    ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt,
]
"""Signed and encrypted only."""


def policy_name(address: str) -> str:
    """The short name of a policy, as people know it."""
    return address.rpartition("#")[2] or address or "None"
