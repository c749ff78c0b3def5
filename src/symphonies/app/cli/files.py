"""Text files that a command names: what is said when one cannot be read or written."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from symphonies.kernel import SymphonyError


class FileUnreadableError(SymphonyError):
    """A file that the command line names cannot be read."""

    code: ClassVar[str] = "FILE_UNREADABLE"


class FileUnwritableError(SymphonyError):
    """A file that the command line names cannot be written."""

    code: ClassVar[str] = "FILE_UNWRITABLE"


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        FileUnreadableError: it is not there, no file, or not UTF-8.
    """
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise FileUnreadableError(
            f"{path} cannot be read: {error.strerror}.", hint="Check the path."
        ) from error
    except UnicodeDecodeError as error:
        raise FileUnreadableError(
            f"{path} is not UTF-8 (byte {error.start}).", hint="Save it as UTF-8."
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write a file, over what it held.

    Raises:
        FileUnwritableError: its folder is not there, it is a folder, or may not be written.
    """
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise FileUnwritableError(
            f"{path} cannot be written: {error.strerror}.", hint="Name a file in a folder that is there."
        ) from error
