// Where schema-diff writes other SQL than Prisma's engine, because the engine's is refused by a
// server or misses the new schema. schema-diff(1) lists the same, and for each there is a case in
// tests/cases/deviations that shows it on a server.
//
// Each row undoes one difference: `both` gets the engine's script and ours, with the two schemas in
// schema text, and gives them back without it; the results must be equal. `skip` is for
// what changes the shape of a whole step: such a pair is counted, and not compared.

const steps = (text) => text === '' ? [] : text.split(/\n(?=-- [A-Z][A-Za-z]+\n)/).map((step) => step.replace(/\n+$/, '\n'))
const join = (list) => list.join('\n')
const heading = (step) => step.slice(3, step.indexOf('\n'))
const NAME = '"(?:[^"]|"")*"'
const TABLE = `(?:${NAME}\\.)?${NAME}`

// The JSON defaults of an SQLite script, out of their quotes.
function bareJson(text) {
  const columns = new Set()
  text = text.replace(/("(?:[^"]|"")*") JSONB((?: NOT NULL)?(?: PRIMARY KEY)?) DEFAULT '((?:[^']|'')*)'/g, (all, name, rest, json) => {
    columns.add(name)
    return `${name} JSONB${rest} DEFAULT ${json.replaceAll("''", "'")}`
  })
  return text.replace(/coalesce\(("(?:[^"]|"")*"), '((?:[^']|'')*)'\) AS \1/g, (all, name, json) => columns.has(name) ? `coalesce(${name}, ${json.replaceAll("''", "'")}) AS ${name}` : all)
}

// Steps of ours that drop and add again a key that the engine leaves, or renames.
function withoutReturningKeys(theirs, ours) {
  const known = new Set(steps(theirs)), lists = { DropForeignKey: new Set(), AddForeignKey: new Set() }
  const table = (step) => new RegExp(`ALTER TABLE (${TABLE})`).exec(step)[1]
  const constraint = (step) => new RegExp(` CONSTRAINT (${NAME})`).exec(step)[1]
  const extra = steps(ours).filter((step) => lists[heading(step)] && !known.has(step))
  for (const step of extra) lists[heading(step)].add(table(step))
  const returning = new Set(extra.filter((step) => lists.DropForeignKey.has(table(step)) && lists.AddForeignKey.has(table(step))))
  const dropped = new Set([...returning].filter((step) => heading(step) === 'DropForeignKey').map(constraint))
  return [
    join(steps(theirs).filter((step) => !(heading(step) === 'RenameForeignKey' && dropped.has(constraint(step))))),
    join(steps(ours).filter((step) => !returning.has(step))),
  ]
}

// Columns as they stand in schema text: Map of "table\tcolumn" to [type, arity, default].
function columns(text) {
  const out = new Map()
  for (const line of text.split('\n')) {
    const [kind, table, name, type, arity, value] = line.split('\t')
    if (kind === 'column') out.set(`${table.replace(/^public\./, '')}\t${name}`, [type, arity, value])
  }
  return out
}
function changed(old, next, test) {
  const before = columns(old)
  for (const [name, after] of columns(next)) if (before.has(name) && test(before.get(name), after)) return true
  return false
}

// Whether a table has two indexes over the same columns.
function twins(text) {
  const seen = new Set()
  for (const line of text.split('\n')) {
    const [kind, table, , , parts] = line.split('\t')
    if (kind !== 'index' && kind !== 'unique') continue
    const key = `${kind}\t${table}\t${parts.replace(/(?<!\\):[^,]*/g, '')}`
    if (seen.has(key)) return true
    seen.add(key)
  }
  return false
}

const every = (f) => (theirs, ours) => [f(theirs), f(ours)]
const ADDED_NOW = new RegExp(`ADD COLUMN ${NAME} .* DEFAULT (?:CURRENT_|\\()`)

export const DEVIATIONS = [
  { name: 'json-default', dialects: ['sqlite'], both: every(bareJson) },
  { name: 'worked-out-default', dialects: ['sqlite'], skip: (theirs) => ADDED_NOW.test(theirs) },
  { name: 'quoted-names', dialects: ['postgresql', 'sqlite', 'cockroachdb'], both: (theirs, ours) => [theirs, ours.replaceAll('""', '"')] },
  {
    name: 'quoted-values',
    dialects: ['postgresql', 'cockroachdb'],
    both: (theirs, ours) => [theirs, ours.replace(/^(?:CREATE TYPE|ALTER TYPE) .*$/gm, (line) => line.replaceAll("''", "'"))],
  },
  {
    name: 'renamed-new-key',
    dialects: ['postgresql'],
    both: (theirs, ours) => [theirs.replace(/(ALTER TABLE (\S+) DROP CONSTRAINT (".*?"),\n(?:[^;]*,\n)?ADD CONSTRAINT (".*?") PRIMARY KEY [^;]*;\n)ALTER TABLE \2 RENAME CONSTRAINT \3 TO \4;\n/g, '$1'), ours],
  },
  {
    name: 'serial-type',
    dialects: ['postgresql'],
    both: (theirs, ours) => [
      theirs.replace(/( SET DATA TYPE )(SMALL|BIG|)SERIAL\b/g, (all, set, size) => set + { SMALL: 'SMALLINT', BIG: 'BIGINT', '': 'INTEGER' }[size]),
      ours.replace(/^DO \$\$BEGIN EXECUTE coalesce\('ALTER SEQUENCE .*\n/gm, ''),
    ],
  },
  {
    name: 'dropped-sequence',
    dialects: ['postgresql'],
    both: (theirs, ours) => [
      theirs.replaceAll('DROP SEQUENCE "";\n', '').replace(/(ALTER COLUMN ("(?:[^"]|"")*") SET DEFAULT (?:'(?:[^']|'')*'|[^\n'])*),\nALTER COLUMN \2 DROP DEFAULT/g, '$1'),
      ours.replace(/^DO \$\$BEGIN EXECUTE coalesce\('DROP SEQUENCE .*\n/gm, ''),
    ],
  },
  { name: 'sequence-name', dialects: ['postgresql'], skip: (theirs) => /^CREATE SEQUENCE (?:"[^"]*"\.)?(?![a-z0-9_]+;)/m.test(theirs) },
  { name: 'explicit-cast', dialects: ['postgresql'], skip: (theirs, ours) => / SET DATA TYPE [^\n]* USING "/.test(ours) },
  {
    name: 'enum-columns',
    dialects: ['postgresql'],
    both: every((text) => text.replace(/^ALTER TABLE .* ALTER COLUMN .* TYPE .* USING \(.*::text.*\);\n/gm, '')
      .replace(/^ALTER TABLE .* ALTER COLUMN .* SET DEFAULT .*\n(?=(?:ALTER TABLE .*\n)*COMMIT;)/gm, '')),
  },
  { name: 'long-enum', dialects: ['postgresql'], skip: (theirs) => new RegExp(`^CREATE TYPE (?:${NAME}\\.)?"(?=[^"]*_new")[^"]{63,}"`, 'm').test(theirs) },
  { name: 'enum-list', dialects: ['postgresql'], skip: (theirs, ours, old, next) => changed(old, next, (a, b) => a[0] === b[0] && a[0].startsWith('enum ') && (a[1] === 'list') !== (b[1] === 'list')) },
  {
    name: 'renamed-lost-index',
    dialects: ['postgresql', 'cockroachdb'],
    both: (theirs, ours) => [
      join(steps(theirs).filter((step) => {
        const renamed = heading(step) === 'RenameIndex' && new RegExp(` RENAME TO (${NAME});`).exec(step)
        return !renamed || !new RegExp(`^CREATE (?:UNIQUE )?INDEX ${renamed[1].replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} `, 'm').test(theirs)
      })),
      ours,
    ],
  },
  { name: 'money-cast', dialects: ['postgresql'], skip: (theirs, ours, old, next) => changed(old, next, (a, b) => a[0] === 'money' && b[0] !== 'money') },
  { name: 'keys-under-keys', dialects: ['postgresql'], both: withoutReturningKeys },
  {
    name: 'twin-indexes',
    dialects: ['postgresql', 'cockroachdb', 'sqlite'],
    both: (theirs, ours, old, next) => twins(old) || twins(next) ? every((text) => join(steps(text).filter((step) => !/Index$/.test(heading(step)))))(theirs, ours) : [theirs, ours],
  },
  // Which indexes are inverted is looked up in a list that is not sorted as it should be.
  {
    name: 'inverted-index',
    dialects: ['cockroachdb'],
    both: (theirs, ours, old, next) => /\tgin\t/.test(old + next) ? every((text) => join(steps(text).filter((step) => !/Index$/.test(heading(step)))))(theirs, ours) : [theirs, ours],
  },
  {
    name: 'unmade-namespace',
    dialects: ['postgresql', 'cockroachdb'],
    both: (theirs, ours) => [theirs, join(steps(ours).filter((step) => heading(step) !== 'CreateSchema' || steps(theirs).includes(step)))],
  },
  { name: 'identity-default', dialects: ['cockroachdb'], both: (theirs, ours) => [theirs.replace(/^(ALTER TABLE .* ALTER COLUMN .* )SET DEFAULT ;\n/gm, ''), ours.replace(/^(?:ALTER TABLE .* DROP DEFAULT;\n)?ALTER TABLE .* ADD GENERATED BY DEFAULT AS IDENTITY.*;\n/gm, '')] },
  // Sequences are looked up in a list that is not sorted as it should be: some changes are missed.
  { name: 'missed-sequence', dialects: ['cockroachdb'], both: every((text) => join(steps(text).filter((step) => heading(step) !== 'AlterSequence'))) },
  // The table that is made anew is read without its namespace.
  { name: 'unqualified-copy', dialects: ['cockroachdb'], both: (theirs, ours) => [theirs.replace(/^(INSERT INTO ("(?:[^"]|"")*"\.)"_prisma_new_.* FROM )(".*";)$/gm, '$1$2$3'), ours] },
]
