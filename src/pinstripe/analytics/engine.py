"""The process that answers one query: tables from files, then nothing may be reached, then the query.

Owns: the engine's settings, the result's file. Does not own: what it is given (question.py).
Money: only read.
Source: our own.
"""

from __future__ import annotations

import csv
import sys
from typing import Any

import duckdb
import orjson


def main() -> None:
    """Reads a job, writes a result's file, says how many rows it has or what is wrong."""
    job = orjson.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(orjson.dumps(answered(job)))


def answered(job: dict[str, Any]) -> dict[str, Any]:
    """The result's rows in its file, and how many they are; or what is wrong."""
    db = duckdb.connect(config={"memory_limit": job["memory"], "threads": 2, "temp_directory": ""})
    for name, table in job["tables"].items():
        db.execute(_made(name, table["columns"]), [table["file"]])
    for setting in ("enable_external_access=false", "lock_configuration=true"):
        db.execute(f"SET {setting}")
    try:
        found = db.execute(job["sql"])
        return _written(found, job["output"], job["largest"])
    except duckdb.Error as error:
        return {"error": str(error).split("\n\n")[0]}


def _made(name: str, columns: dict[str, str]) -> str:
    """A table from a file. Columns of type `at` hold seconds and become timestamps."""
    shown = ", ".join(
        f'make_timestamp("{one}" * 1000000) AS "{one}"' if kind == "at" else f'"{one}"'
        for one, kind in columns.items()
    )
    read = ", ".join(f"'{one}': '{'BIGINT' if kind == 'at' else kind}'" for one, kind in columns.items())
    source = f"read_json(?, format='newline_delimited', columns={{{read}}})"
    return f'CREATE TABLE "{name}" AS SELECT {shown} FROM {source}'


def _written(found: Any, output: str, largest: int) -> dict[str, Any]:
    """Rows as commas separate them, as many as fit."""
    count = 0
    with open(output, "w", newline="", encoding="utf-8") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow([column[0] for column in found.description])
        while rows := found.fetchmany(1000):
            lines.writerows(rows)
            count += len(rows)
            if out.tell() > largest:
                return {"error": "The result is too large."}
    return {"rows": count}


if __name__ == "__main__":
    main()
