"""Raw meeting minutes in, a validated, structured record out, with the evidence for every value.

The whole API: `read` a file, bytes or a text into a document; `extract` its record, a `Minutes`; everything raised on
purpose is a `MinutesparseError`. The names load what they need when they are first used, so that importing the
package, and `minutesparse --help`, cost nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minutesparse.errors import MinutesparseError
    from minutesparse.pipeline import extract
    from minutesparse.reading import read
    from minutesparse.record import Minutes

__all__ = ["Minutes", "MinutesparseError", "extract", "read"]
__version__ = "0.1.0"

_HOMES = {"Minutes": "record", "MinutesparseError": "errors", "extract": "pipeline", "read": "reading"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"minutesparse.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'minutesparse' has no attribute {name!r}")
