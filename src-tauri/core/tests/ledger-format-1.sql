-- A ledger as Satchel 0.1 wrote it before format 2.
PRAGMA journal_mode = WAL;
CREATE TABLE jobs (id TEXT PRIMARY KEY, started_at INTEGER NOT NULL, dismissed INTEGER NOT NULL DEFAULT 0, job TEXT NOT NULL) STRICT;
CREATE TABLE accounts (id TEXT PRIMARY KEY, used_at INTEGER NOT NULL, account TEXT NOT NULL) STRICT;
CREATE TABLE checks (backup TEXT PRIMARY KEY, result TEXT NOT NULL) STRICT;
INSERT INTO jobs (id, started_at, job) VALUES
  ('00000000000000aa', 1767225600000, '{"id":"00000000000000aa","source":{"tikTok":{"wish":{"kind":"activity","permission":"once","part":"both"},"account":"open-id-1","account_name":"Maren Haverkamp"}},"root":"/backups","step":"preparing","outcome":"running","startedAt":"2026-01-01T00:00:00Z","stepSince":"2026-01-01T00:00:05Z","endedAt":null,"askSentAt":"2026-01-01T00:00:01Z","request":7400000000000000123,"readyAt":null,"archive":null,"finalName":null,"problem":null,"backupId":null,"cancelAsked":false,"records":null}'),
  ('00000000000000ab', 1767225601000, '{"id":"00000000000000ab","source":{"file":{"path":"/exports/mine.zip"}},"root":"/backups","step":"saved","outcome":"saved","startedAt":"2026-01-01T00:00:01Z","stepSince":"2026-01-01T00:00:09Z","endedAt":"2026-01-01T00:00:09Z","askSentAt":null,"request":null,"readyAt":null,"archive":{"bytes":12,"sha256":"00"},"finalName":"2026-01-01 00-00 Opened export","problem":null,"backupId":"Opened exports/2026-01-01 00-00 Opened export","cancelAsked":false,"records":{"read":3,"stored":3,"known":0,"skipped":0}}');
INSERT INTO accounts VALUES ('open-id-1', 1767225600000000, '{"id":"open-id-1","name":"Maren Haverkamp","signedInUntil":"2027-01-01T00:00:00Z","allowed":["portability.activity.ongoing"]}');
INSERT INTO checks VALUES ('Opened exports/2026-01-01 00-00 Opened export', '{"state":"verified","at":1767225609000}');
PRAGMA user_version = 1;
