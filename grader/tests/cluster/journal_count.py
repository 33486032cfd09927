"""Prints how many results a journal holds; 0 while there is none."""

import sqlite3
import sys

try:
    with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as journal:
        print(journal.execute("SELECT count(*) FROM result").fetchone()[0])
except sqlite3.Error:
    print(0)
