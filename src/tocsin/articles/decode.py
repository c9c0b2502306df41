"""Bytes of a text file → text, and what kind of bytes they are."""

from __future__ import annotations

import codecs
import re

from tocsin.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_VALID_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_MAX_CONTROL_SHARE = 0.01
"""Share of control characters from which bytes are not text. A stray NUL or form feed in a wire file stays; pictures and programs have 5-30 %."""

MAX_WINDOWS_SHARE = 0.2
"""Share of other bytes up to which a text is Windows-1252: French has 4 %, English 1 %. Cyrillic, Greek or Chinese encodings have 60 % and more."""


def decode_text(raw: bytes) -> str:
    """Return the text of a file, verbatim but for a byte order mark.

    Order: byte order mark; UTF-16 without mark; UTF-8; UTF-8 with single bytes of Windows-1252 in between (two files pasted together);
    Windows-1252 when most bytes are ASCII, as in all Western languages; the best guess of charset-normalizer.

    Raises:
        InputError: `binary-file`, not text; `unknown-encoding`, text in an encoding that cannot be told.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _checked(raw[len(mark):].decode(encoding, errors="replace"))
    if encoding := _utf16_without_mark(raw[:_SAMPLE]):
        return _checked(raw.decode(encoding, errors="replace"))
    try:
        return _checked(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_decode_legacy(raw))


def _utf16_without_mark(sample: bytes) -> str:
    """Return the UTF-16 flavour of Latin text without a mark: nearly every other byte is NUL."""
    half = len(sample) // 2
    if half >= 8 and sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if half >= 8 and sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return ""


def _checked(text: str) -> str:
    """Return the text if it looks like text."""
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > max(1, _MAX_CONTROL_SHARE * len(sample)):
        raise InputError("binary-file", "The bytes are not text. Give text, Markdown, HTML, PDF, WARC, a feed or JSON Lines.")
    return text


def _decode_legacy(raw: bytes) -> str:
    """Decode bytes that are not UTF-8 throughout."""
    sequences = b"".join(_VALID_SEQUENCE.findall(raw))
    stray = len(_HIGH.findall(raw)) - len(sequences)
    if len(sequences) > stray:
        return raw.decode("utf-8", errors=_WINDOWS_BYTE)
    if stray <= MAX_WINDOWS_SHARE * len(raw):
        return decode_windows(raw)
    return _guess(raw)


def decode_windows(raw: bytes) -> str:
    """Decode Windows-1252; the five bytes that it leaves open become the control characters of Latin-1."""
    return raw.decode("cp1252", errors=_WINDOWS_BYTE)


def _windows_char(byte: int) -> str:
    """Return the character of one byte of Windows-1252, of Latin-1 where it has none."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _replace_by_windows(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that an encoding rejects as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(_windows_char(byte) for byte in error.object[error.start:error.end]), error.end


_WINDOWS_BYTE = "tocsin.windows-byte"
codecs.register_error(_WINDOWS_BYTE, _replace_by_windows)


def _guess(raw: bytes) -> str:
    """Decode by the best guess of charset-normalizer from the first part."""
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE]).best()
    if best is None:
        _checked(raw[:_SAMPLE].decode("latin-1"))
        raise InputError("unknown-encoding", "The encoding of the text cannot be told. Save it as UTF-8.")
    return raw.decode(best.encoding, errors="replace")
