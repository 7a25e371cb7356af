CREATE VIRTUAL TABLE note_fts USING fts5(body, content = 'Note');
INSERT INTO note_fts (rowid, body) SELECT rowid, body FROM "Note";
