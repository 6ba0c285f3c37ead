"""The parts of a zipped XML document (DOCX, ODT), read within limits: nothing is executed, expanded or fetched."""

import io
import zipfile
from typing import Any

from minutesparse.errors import UnreadableError

_LARGEST = 64 * 1024 * 1024  # bytes that one part may unpack to
_RATIO = 400  # times its packed size


class Package:
    """A zip archive whose parts are XML. Raises UnreadableError for what is damaged, encrypted or too large."""

    def __init__(self, data: bytes) -> None:
        """Open the archive."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile:
            raise UnreadableError(
                "the file is damaged or cut short; open it in its program and save it again"
            ) from None
        self.names = frozenset(self._zip.namelist())

    def part(self, name: str) -> Any | None:
        """The root element of a part, None where the archive has no such part."""
        if name not in self.names:
            return None
        try:
            from defusedxml import DefusedXmlException
            from defusedxml.ElementTree import ParseError, fromstring
        except ImportError:
            raise UnreadableError(
                "Word and OpenDocument files need an extra; run: pip install 'minutesparse[docx]'"
            ) from None
        try:
            return fromstring(self._bytes(name), forbid_dtd=True)
        except DefusedXmlException:
            raise UnreadableError(
                "the file defines XML entities, which no word processor does; it is not read"
            ) from None
        except (ParseError, ValueError, LookupError):
            raise UnreadableError("the file is damaged; open it in its program and save it again") from None

    def _bytes(self, name: str) -> bytes:
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise UnreadableError("the file is encrypted; save it without a password")
        if info.file_size > _LARGEST or info.file_size > _RATIO * max(info.compress_size, 2048):
            raise UnreadableError("the file unpacks to more than any minutes hold; it is not read")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(_LARGEST + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
            raise UnreadableError("the file is damaged or cut short; open it and save it again") from None
        except Exception as problem:  # zlib.error and its kin, by format
            raise UnreadableError(
                f"the file is damaged ({type(problem).__name__}); open it and save it again"
            ) from None
        if len(data) > _LARGEST:
            raise UnreadableError("the file unpacks to more than any minutes hold; it is not read")
        return data
