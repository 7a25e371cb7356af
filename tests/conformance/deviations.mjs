// Where schema-diff writes other SQL than Prisma's engine, because the engine's is refused by a
// server or misses the new schema. schema-diff(1) lists the same. Each row undoes one difference:
// `theirs` is done to the engine's script, `ours` to schema-diff's, and the results must be equal.

// The JSON defaults of an SQLite script, out of their quotes.
function bareJson(text) {
  const columns = new Set()
  text = text.replace(/("(?:[^"]|"")*") JSONB((?: NOT NULL)?(?: PRIMARY KEY)?) DEFAULT '((?:[^']|'')*)'/g, (all, name, rest, json) => {
    columns.add(name)
    return `${name} JSONB${rest} DEFAULT ${json.replaceAll("''", "'")}`
  })
  return text.replace(/coalesce\(("(?:[^"]|"")*"), '((?:[^']|'')*)'\) AS \1/g, (all, name, json) => columns.has(name) ? `coalesce(${name}, ${json.replaceAll("''", "'")}) AS ${name}` : all)
}

export const DEVIATIONS = [
  { name: 'json-default', dialects: ['sqlite'], ours: bareJson },
  {
    name: 'renamed-new-key',
    dialects: ['postgresql'],
    theirs: (text) => text.replace(/(ALTER TABLE (\S+) DROP CONSTRAINT (".*?"),\n(?:[^;]*,\n)?ADD CONSTRAINT (".*?") PRIMARY KEY [^;]*;\n)ALTER TABLE \2 RENAME CONSTRAINT \3 TO \4;\n/g, '$1'),
  },
  {
    name: 'serial-type',
    dialects: ['postgresql'],
    theirs: (text) => text.replace(/( SET DATA TYPE )(SMALL|BIG|)SERIAL\b/g, (all, set, size) => set + { SMALL: 'SMALLINT', BIG: 'BIGINT', '': 'INTEGER' }[size]),
  },
  // The table that is made anew is read without its namespace.
  { name: 'unqualified-copy', dialects: ['cockroachdb'], theirs: (text) => text.replace(/^(INSERT INTO ("(?:[^"]|"")*"\.)"_prisma_new_.* FROM )(".*";)$/gm, '$1$2$3') },
  { name: 'dropped-sequence', dialects: ['postgresql'], theirs: (text) => text.replaceAll('DROP SEQUENCE "";\n', '') },
]
