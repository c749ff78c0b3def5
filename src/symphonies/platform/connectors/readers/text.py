"""Text files as a stream of sound UTF-8, whatever their compression and encoding."""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from charset_normalizer import from_bytes

from symphonies.platform.connectors.errors import (
    SourceEmptyError,
    SourceEncodingError,
    SourceUnreadableError,
    SourceUnsupportedError,
)

_UNPACKERS: dict[str, Callable[[Path], Any]] = {
    ".gz": gzip.GzipFile,
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LIKELY = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "mac_roman",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
]
"""What exports that are no UTF-8 mostly are."""
_FOREIGN = {
    b"PK\x03\x04": "a workbook or zip archive",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old workbook",
    b"SQLite format": "a SQLite database",
}
_SAMPLE = 1 << 16
_CHUNK = 1 << 20
_FEW = 20


class TextStream:
    """A file object that gives UTF-8 bytes and vouches for every one of them.

    Args:
        path: The file; ``.gz``, ``.bz2`` and ``.xz`` are unpacked.
        encoding: How it is encoded; None: by its byte order mark, else UTF-8.

    Raises:
        SourceEmptyError: when it has no bytes.
        SourceUnsupportedError: when it is no text at all.
    """

    closed = False
    encoding: str
    """How it is encoded, in lower case."""
    sample: bytes
    """The beginning of the file, as UTF-8."""

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self._path = path
        self._file = _opened(path)
        self._offset, self._line, self._rest = 0, 1, b""
        try:
            self.sample = self._begin(encoding)
        except BaseException:
            self.close()
            raise
        self._ready = self.sample

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, none at the end.

        Raises:
            SourceEncodingError: naming line and byte, where the file is not in its encoding.
            SourceUnreadableError: when it cannot be unpacked.
        """
        while not self._ready:
            raw = self._raw(max(size, _SAMPLE))
            self._ready = self._checked(raw, final=not raw)
            if not raw:
                break
        cut = len(self._ready) if size < 0 else size
        given, self._ready = self._ready[:cut], self._ready[cut:]
        return given

    def lines(self) -> Iterator[bytes]:
        """Yield what is left line by line, without their ends."""
        rest = b""
        while chunk := self.read(_CHUNK):
            *whole, rest = (rest + chunk).split(b"\n")
            yield from whole
        yield rest

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def writable(self) -> bool:
        """Say that it cannot be written."""
        return False

    def seekable(self) -> bool:
        """Say that it goes forward only."""
        return False

    def close(self) -> None:
        """Let go of the file."""
        self.closed = True
        self._file.close()

    def _raw(self, size: int) -> bytes:
        try:
            return self._file.read(size)
        except (EOFError, OSError, zlib.error, lzma.LZMAError) as problem:
            raise SourceUnreadableError(
                f"{self._path.name} cannot be unpacked ({problem}).",
                hint="It is damaged or cut off: fetch it again.",
            ) from problem

    def _begin(self, encoding: str | None) -> bytes:
        self._pending = self._raw(_SAMPLE)
        mark = self._skip_mark()
        if not self._pending.strip():
            raise SourceEmptyError(f"{self._path.name} is empty.", hint="Export it again, with its rows.")
        self.encoding = (encoding or mark or "utf-8").lower()
        self._refuse_foreign()
        self._decoder = None if _is_utf8(self.encoding) else self._decoder_of(self.encoding)
        return self._checked(self._pending, final=False)

    def _skip_mark(self) -> str | None:
        for mark, encoding in _MARKS:
            if self._pending.startswith(mark):
                self._pending = self._pending[len(mark) :]
                self._offset = len(mark)
                return encoding
        return None

    def _refuse_foreign(self) -> None:
        kind = next((kind for magic, kind in _FOREIGN.items() if self._pending.startswith(magic)), None)
        wide = "16" in self.encoding or "32" in self.encoding
        if kind is None and b"\x00" in self._pending and not wide:
            kind = "a binary file"
        if kind is not None:
            raise SourceUnsupportedError(
                f"{self._path.name} is {kind}, not text.",
                hint="Save it as CSV (UTF-8), or name its `format`.",
            )

    def _decoder_of(self, encoding: str) -> codecs.IncrementalDecoder:
        try:
            return codecs.getincrementaldecoder(encoding)()
        except LookupError:
            raise SourceEncodingError(
                f"The encoding {encoding!r} of {self._path.name} is unknown.",
                hint="Use a name such as utf-8, cp1252, latin-1 or utf-16.",
            ) from None

    def _checked(self, raw: bytes, *, final: bool) -> bytes:
        """Return ``raw`` as UTF-8; a character cut at its end waits for the next call."""
        whole = self._rest + raw
        try:
            sound = self._utf8(whole, final) if self._decoder is None else self._decoded(raw, final)
        except UnicodeDecodeError as problem:
            raise self._broken(whole if self._decoder is None else problem.object, problem.start) from None
        self._offset += len(whole) - len(self._rest)
        self._line += sound.count(b"\n")
        return sound

    def _utf8(self, whole: bytes, final: bool) -> bytes:
        self._rest = b""
        try:
            codecs.utf_8_decode(whole, "strict", True)
        except UnicodeDecodeError as problem:
            if final or problem.reason != "unexpected end of data":
                raise
            self._rest = whole[problem.start :]
            return whole[: problem.start]
        return whole

    def _decoded(self, raw: bytes, final: bool) -> bytes:
        decoder: Any = self._decoder
        text: str = decoder.decode(raw, final)
        return text.encode()

    def _broken(self, whole: bytes, start: int) -> SourceEncodingError:
        line = self._line + whole[:start].count(b"\n")
        likely = _likely(whole[max(0, start - 2000) : start + 2000])
        named = "UTF-8" if _is_utf8(self.encoding) else self.encoding
        hint = (
            f"It looks like {likely}: say `encoding: {likely}` under `source`."
            if likely
            else "Name its encoding under `source`, or save it as UTF-8."
        )
        return SourceEncodingError(
            f"{self._path.name}, line {line:,}, byte {self._offset + start:,}: "
            f"0x{whole[start]:02x} is not valid in {named}.",
            hint=hint,
            line=line,
            byte=self._offset + start,
        )


def _opened(path: Path) -> IO[bytes]:
    unpacker = _UNPACKERS.get(path.suffix.lower())
    try:
        return unpacker(path) if unpacker else path.open("rb")
    except OSError as problem:
        raise SourceUnreadableError(
            f"{path.name} cannot be opened ({problem.strerror}).", hint="Check the rights on the file."
        ) from problem


def _is_utf8(encoding: str) -> bool:
    return encoding.replace("_", "-") in ("utf-8", "utf8", "utf-8-sig", "ascii")


def _likely(sample: bytes) -> str | None:
    if sum(byte > 127 for byte in sample) < _FEW:
        return "cp1252"  # too little to tell it from its kin
    best = from_bytes(sample, cp_isolation=_LIKELY).best()
    return best.encoding.replace("_", "-") if best else None
