"""Prints the grades of a journal: student, attempt, exercise, result, score, codes."""
import contextlib
import sqlite3
import sys

QUERY = """
SELECT g.student, g.attempt, g.exercise, g.result, g.score, r.seed,
       (SELECT group_concat(c.case_id || '=' || c.code, ' ' ORDER BY c.position)
        FROM case_result c WHERE c.result = r.id)
FROM grade g LEFT JOIN result r ON r.id = g.result_id ORDER BY 1, 2, 3
"""
if sqlite3.sqlite_version_info < (3, 44):
    QUERY = QUERY.replace(" ORDER BY c.position)", ")")
with contextlib.closing(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)) as db:
    for row in db.execute(QUERY):
        print(*row, sep="\t")
