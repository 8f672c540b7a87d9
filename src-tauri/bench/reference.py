"""A straightforward implementation for comparison: the whole JSON in memory, SQLite, full-text search."""

import json
import resource
import sqlite3
import sys
import time
import zipfile

begin = time.perf_counter()
archive, database = sys.argv[1:3]
with zipfile.ZipFile(archive) as export:
    with export.open("user_data_tiktok.json") as file:
        data = json.load(file)
loaded = time.perf_counter()


def rows():
    for watch in data["Your Activity"]["Watch History"]["VideoList"]:
        yield "watch", watch["Date"], watch["Link"], None, watch.get("Title") or None
    for like in data["Likes and Favorites"]["Like List"]["ItemFavoriteList"]:
        yield "like", like["date"], like["link"], None, None
    for chat, messages in data["Direct Message"]["Direct Messages"]["ChatHistory"].items():
        for message in messages:
            yield "message", message["Date"], None, chat + " " + message["From"], message["Content"]


db = sqlite3.connect(database)
db.execute("PRAGMA journal_mode = WAL")
db.execute("PRAGMA synchronous = NORMAL")
db.execute("CREATE TABLE record(id INTEGER PRIMARY KEY, section TEXT, date TEXT, link TEXT, who TEXT, body TEXT)")
db.executemany("INSERT INTO record(section, date, link, who, body) VALUES (?, ?, ?, ?, ?)", rows())
db.execute("CREATE INDEX by_date ON record(section, date)")
db.commit()
stored = time.perf_counter()
db.execute("CREATE VIRTUAL TABLE words USING fts5(body, content='record', content_rowid='id')")
db.execute("INSERT INTO words(words) VALUES ('rebuild')")
db.commit()
done = time.perf_counter()
count = db.execute("SELECT count(*) FROM record").fetchone()[0]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
print(f"python:  {count} rows: loaded {loaded - begin:.2f} s, stored {stored - begin:.2f} s")
print(f"python:  every word searchable    {done - begin:6.2f} s")
print(f"python:  peak memory              {peak:6} MB")
