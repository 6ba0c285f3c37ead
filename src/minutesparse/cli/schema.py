"""`minutesparse schema`."""

import json

from minutesparse.cli.streams import Output


def schema() -> None:
    """Print the JSON Schema (2020-12) of a record, every key described.

    Examples:
      minutesparse schema > record.schema.json
    """
    from minutesparse.record import json_schema

    Output(None).write(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
