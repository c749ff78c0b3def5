from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symphonies.platform.connectors import (
    SourceEmptyError,
    SourceEncodingError,
    SourceUnreadableError,
    SourceUnsupportedError,
)
from symphonies.platform.connectors.readers.text import TextStream


def whole(path, encoding=None, size=7) -> bytes:
    with closing(TextStream(path, encoding)) as stream:
        return b"".join(iter(lambda: stream.read(size), b""))


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_packed_files_are_unpacked(write, pack):
    ending = {bytes: "", gzip.compress: ".gz", bz2.compress: ".bz2", lzma.compress: ".xz"}[pack]
    assert whole(write(f"a.csv{ending}", pack("ä,ö\n1,2\n".encode()))) == "ä,ö\n1,2\n".encode()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (codecs.BOM_UTF8 + "ä\n".encode(), None),
        (codecs.BOM_UTF16_LE + "ä\n".encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + "ä\n".encode("utf-16-be"), None),
        ("ä\n".encode("cp1252"), "cp1252"),
        ("ä\n".encode("latin-1"), "latin-1"),
    ],
)
def test_any_named_or_marked_encoding_becomes_utf_8(write, content, encoding):
    assert whole(write("a.csv", content), encoding) == "ä\n".encode()


def test_a_broken_byte_is_told_with_line_and_place(write):
    content = b"name,town\n" + b"Anna,Bonn\n" * 20_000 + "Jörg,Köln\n".encode("cp1252") + b"Ute,Ulm\n"
    with pytest.raises(SourceEncodingError) as caught:
        whole(write("kunden.csv", content), size=1 << 14)
    place = content.index(b"\xf6")
    assert f"kunden.csv, line 20,002, byte {place:,}: 0xf6 is not valid in UTF-8." in caught.value.message
    assert (caught.value.facts["line"], caught.value.facts["byte"]) == (20_002, place)
    assert caught.value.hint == "It looks like cp1252: say `encoding: cp1252` under `source`."


def test_a_character_cut_at_the_end_is_broken(write):
    with pytest.raises(SourceEncodingError, match="line 2, byte 4"):
        whole(write("a.csv", b"a,b\n" + "ä".encode()[:1]))


def test_an_unknown_encoding_is_refused(write):
    with pytest.raises(SourceEncodingError, match="'utf-9'"):
        TextStream(write("a.csv", "a\n"), "utf-9")


@pytest.mark.parametrize("content", [b"", b"\n \n", codecs.BOM_UTF8])
def test_an_empty_file_is_told(write, content):
    with pytest.raises(SourceEmptyError, match=r"a\.csv is empty"):
        whole(write("a.csv", content))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04....", "a workbook or zip archive"),
        (b"PAR1....", "a Parquet file"),
        (b"a\x00b", "a binary file"),
    ],
)
def test_what_is_no_text_is_refused(write, content, told):
    with pytest.raises(SourceUnsupportedError, match=told):
        TextStream(write("a.csv", content))


def test_a_damaged_archive_is_told(write):
    packed = gzip.compress(b"a,b\n" + bytes(range(32, 127)) * 5000)
    with pytest.raises(SourceUnreadableError, match="cannot be unpacked"):
        whole(write("a.csv.gz", packed[: len(packed) // 2]), size=1 << 16)
    with pytest.raises(SourceUnreadableError, match="cannot be unpacked"):
        whole(write("b.csv.gz", b"not packed"))


@settings(max_examples=40, deadline=None)
@given(text=st.text(alphabet="aä€𝄞\n", min_size=1).filter(str.strip), size=st.integers(1, 9))
def test_what_comes_out_is_what_went_in(tmp_path_factory, text, size):
    path = tmp_path_factory.mktemp("text") / "a.txt"
    path.write_bytes(text.encode())
    assert whole(path, None, size) == text.encode()
    path.write_bytes(text.encode("utf-16-le"))
    assert whole(path, "utf-16-le", size) == text.encode()
