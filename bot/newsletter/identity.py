"""What identifies a message, for Discord and for this program."""

import base64
import hashlib


def notice_kind(subscription_id: int) -> str:
    """Return the kind of a notice about one subscription: a month's notices to a channel differ by it."""
    return f"notice:{subscription_id}"


def nonce_of(application_id: int, month: str, channel_id: int, part: int, kind: str) -> str:
    """Return the key by which Discord knows this message for another try of the same: 24 characters of 25 allowed."""
    return base64.b32encode(_digest(application_id, month, channel_id, part, kind, 15)).decode()


def marker_of(application_id: int, month: str, channel_id: int, part: int, kind: str) -> int:
    """Return the component id by which we know this message among our own in the channel.

    31 bits, and never one of the small numbers that Discord gives to components without an id.
    """
    digest = _digest(application_id, month, channel_id, part, kind, 4)
    return 1 << 30 | int.from_bytes(digest) & (1 << 30) - 1


def _digest(
    application_id: int, month: str, channel_id: int, part: int, kind: str, size: int
) -> bytes:
    key = f"{application_id}/{month}/{channel_id}/{part}/{kind}"
    return hashlib.blake2b(key.encode(), digest_size=size).digest()
