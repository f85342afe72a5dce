"""One-time codes of an app: RFC 6238 with SHA-1, six digits, 30 seconds, as every such app knows them."""

import base64
import hashlib
import hmac
from datetime import datetime

STEP = 30
"""How long a code is the current one. [s]"""


def step_of(at: datetime) -> int:
    """The time step of a moment."""
    return int(at.timestamp()) // STEP


def code_of(secret: str, step: int) -> str:
    """The code of a step (RFC 4226, section 5.3).

    Parameters
    ----------
    secret : In base 32, as an app takes it.
    """
    key = base64.b32decode(secret)
    digest = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def fitting_step(secret: str, code: str, at: datetime, used: int) -> int | None:
    """The step a code is of: this one, the one before or the next, and later than the last that was used."""
    now = step_of(at)
    near = (now - 1, now, now + 1)
    fitting = [step for step in near if step > used and hmac.compare_digest(code_of(secret, step), code)]
    return fitting[0] if fitting else None


def new_secret(random: str) -> str:
    """A secret of 160 bits in base 32, from something nobody can guess."""
    return base64.b32encode(hashlib.sha256(random.encode()).digest()[:20]).decode()


def address_of(secret: str, email: str) -> str:
    """What the square code says that an app scans."""
    plain = (chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02X}" for byte in email.encode())
    return f"otpauth://totp/Pulmu:{''.join(plain)}?secret={secret}&issuer=Pulmu"
