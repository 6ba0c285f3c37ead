"""What we cannot do is an exception whose message says what to do; what the minutes fail to say is a diagnostic."""


class MinutesparseError(Exception):
    """The one base of all errors raised on purpose; its message is one line for the user."""


class UnreadableError(MinutesparseError):
    """The input gives no text: missing, a folder, empty, binary, or of a format that is not supported."""


class RuleError(MinutesparseError):
    """A row of vocabulary is malformed; the message names the file and the row."""


class ExtraError(MinutesparseError):
    """A library is wanted that is not installed; the message says how to install it."""


class ModelError(MinutesparseError):
    """The language model asked for is missing or broken, or was made for another spaCy; the message names it."""
