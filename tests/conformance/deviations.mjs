// The deviations of schema-diff from Prisma's engine, whose SQL fails on a server or misses the new schema.
// schema-diff(1) lists the same, and each has a case in tests/cases/deviations that a server decides.
//
// Each row removes one deviation: it takes the engine's script, our script and the two schemas that they were
// made from (`old` and `next`), and returns the two scripts without it. The rows are applied in order, so
// deviations can be combined; at the end the scripts must be equal. A row removes no more than its deviation:
// `diff.mjs -b` measures how much of a script could be wrong without being noticed.
import { NAME, TABLE, alteredTable, bareTable, constraintOf, each, heading, indexesOf, join, literally, only, quoted, steps, withoutClauses } from './script.mjs'

const every = (f) => (theirs, ours) => [f(theirs), f(ours)]

// ---- names and values in quotes ----

// Doubles the quotes in names, also in names that the engine derives from them.
function doubleQuotes(theirs, ours, { old, next }) {
  for (const name of new Set([...old.names, ...next.names])) {
    if (!name.includes('"')) continue
    for (const prefix of ['', 'new_', '_prisma_new_']) for (const suffix of ['', '_new', '_old'])
      theirs = theirs.replaceAll(`"${prefix}${name}${suffix}"`, quoted(prefix + name + suffix))
  }
  return [theirs, ours]
}

// Removes the quotes of JSON defaults in an SQLite script.
function bareJson(text) {
  const columns = new Set()
  text = text.replace(/("(?:[^"]|"")*") JSONB((?: NOT NULL)?(?: PRIMARY KEY)?) DEFAULT '((?:[^']|'')*)'/g, (all, name, rest, json) => {
    columns.add(name)
    return `${name} JSONB${rest} DEFAULT ${json.replaceAll("''", "'")}`
  })
  return text.replace(/coalesce\(("(?:[^"]|"")*"), '((?:[^']|'')*)'\) AS \1/g, (all, name, json) => columns.has(name) ? `coalesce(${name}, ${json.replaceAll("''", "'")}) AS ${name}` : all)
}

// ---- columns that are altered differently ----

// Returns the columns of both schemas that pass a test, as [table, column].
function columnsThat({ old, next }, test) {
  const out = []
  for (const [table, { columns }] of next.tables)
    for (const [name, after] of columns) {
      const before = old.tables.get(table)?.columns.get(name)
      if (before && test(before, after)) out.push([table, name])
    }
  return out
}

const without = (columns) => (text) => each(text, (step) => {
  const of = columns.filter(([table]) => alteredTable(step) === table).map(([, name]) => quoted(name))
  return of.length ? withoutClauses(step, (clause) => of.some((name) => clause.startsWith(`ALTER COLUMN ${name} `) || clause === `DROP COLUMN ${name}` || clause.startsWith(`ADD COLUMN     ${name} `))) : step
})

// Also removes what depends on a recreated column: its indexes and the primary key.
const withoutAll = (columns, { old, next }) => (text) => each(without(columns)(text), (step) => {
  for (const [table, name] of columns) {
    const tables = [old, next].map((schema) => schema.tables.get(table))
    const indexes = tables.flatMap((t) => [...t.indexes].filter(([, index]) => index.columns.includes(name)).map(([index]) => index))
    if (/Index$/.test(heading(step)) && indexesOf(step).some((index) => indexes.includes(index))) return ''
    const keys = tables.filter((t) => t.key?.columns.includes(name)).map((t) => quoted(t.key.name))
    if (alteredTable(step) === table) step = withoutClauses(step, (clause) => keys.some((key) => clause === `DROP CONSTRAINT ${key}` || clause.startsWith(`ADD CONSTRAINT ${key} `)))
  }
  return step
})

const native = (type) => type.replace(/\(.*/, '')
const elsewhere = (columns) => (theirs, ours) => columns.length ? every(without(columns))(theirs, ours) : [theirs, ours]

// Columns that we cast with USING, and the engine casts implicitly or drops and recreates.
function castExplicitly(theirs, ours, schemas) {
  const cast = columnsThat(schemas, (a, b) => a.type !== b.type || (a.arity === 'list') !== (b.arity === 'list'))
    .filter(([table, name]) => steps(ours).some((step) => alteredTable(step) === table && new RegExp(`^(?:ALTER TABLE .* )?ALTER COLUMN ${literally(quoted(name))} SET DATA TYPE .* USING `, 'm').test(step)))
  return cast.length ? every(withoutAll(cast, schemas))(withoutSequences(theirs, cast), withoutSequences(ours, cast)) : [theirs, ours]
}

// Removes the sequences that are made for some columns.
function withoutSequences(text, columns) {
  for (const [, sequence, table, name] of text.matchAll(new RegExp(`^ALTER SEQUENCE (.*) OWNED BY (${TABLE})\\.(${NAME});$`, 'gm')))
    if (columns.some(([t, c]) => t === bareTable(table) && quoted(c) === name))
      text = text.split('\n').filter((line) => line !== `CREATE SEQUENCE ${sequence};` && !line.startsWith(`ALTER SEQUENCE ${sequence} OWNED BY `)).join('\n')
  return text
}

// Removes the defaults that we set again after the type of the column.
function restateDefaults(theirs, ours, schemas) {
  const columns = columnsThat(schemas, (a, b) => a.type !== b.type && b.value !== '-')
  return [theirs, each(ours, (step) => withoutClauses(step, (clause) => columns.some(([table, name]) => alteredTable(step) === table && clause.startsWith(`ALTER COLUMN ${quoted(name)} SET DEFAULT `) &&
    steps(theirs).some((other) => alteredTable(other) === table && other.includes(`ALTER COLUMN ${quoted(name)} SET DATA TYPE `) && !other.includes(`ALTER COLUMN ${quoted(name)} SET DEFAULT `)))))]
}

// Returns the partial indexes whose condition names a column that changes, under their old names too.
function conditioned({ old, next }) {
  const out = new Set()
  for (const [table, { indexes, columns }] of next.tables)
    for (const [name, index] of indexes) {
      const before = old.tables.get(table)
      const changes = ([column, { type, arity }]) => index.predicate.includes(column) && (before.columns.get(column)?.type !== type || (before.columns.get(column).arity === 'list') !== (arity === 'list'))
      if (!index.predicate || !before || ![...columns].some(changes)) continue
      out.add(name)
      for (const [former, { parts, predicate }] of before.indexes) if (parts === index.parts && predicate === index.predicate) out.add(former)
    }
  return out
}

// Columns that we cast by assignment, and the engine drops and recreates.
function castByAssignment(theirs, ours, schemas) {
  const cast = columnsThat(schemas, (a, b) => a.type !== b.type)
    .filter(([table, name]) => steps(theirs).some((step) => alteredTable(step) === table && step.includes(`DROP COLUMN ${quoted(name)}`)) && steps(ours).some((step) => alteredTable(step) === table && step.includes(`ALTER COLUMN ${quoted(name)} SET DATA TYPE `)))
  return cast.length ? every(withoutAll(cast, schemas))(theirs, ours) : [theirs, ours]
}

// True if only one of two times gives a precision; without one it is 6.
const barePrecision = (a, b) => a.type !== b.type && native(a.type) === native(b.type) && /^time/.test(a.type) && a.type.includes('(') !== b.type.includes('(')

const unknown = (type) => type.startsWith('unsupported ')
const castUnknown = (theirs, ours, schemas) => elsewhere(columnsThat(schemas, (a, b) => unknown(a.type) !== unknown(b.type)))(theirs, ours)

// Removes the quotes of sequence names, in statements and in strings, as the engine does, and cuts names of more than
// 63 bytes where the server cuts those of SERIAL columns.
function plainSequences(text) {
  const cut = (name) => name.length > 63 ? name.replace(/^(.*)(_[^_]*_seq)$/, (all, table, rest) => table.slice(0, 63 - rest.length) + rest) : name
  const plain = (name) => cut(name.replace(new RegExp(`^((?:${NAME}\\.)?)(${NAME})$`), (all, space, quotes) => space + quotes.slice(1, -1).replaceAll('""', '"')).toLowerCase())
  return text.replace(/^CREATE SEQUENCE (.*);$/gm, (all, name) => `CREATE SEQUENCE ${plain(name)};`)
    .replace(/^ALTER SEQUENCE (.*) OWNED BY /gm, (all, name) => `ALTER SEQUENCE ${plain(name)} OWNED BY `)
    .replace(/nextval\('((?:[^']|'')*)'\)/g, (all, name) => `nextval('${plain(name.replaceAll("''", "'"))}')`)
}

// Removes the numbers of sequences whose name was taken.
function plainCount(text) {
  return text.replace(/^(CREATE SEQUENCE .*_seq)[0-9]+;$/gm, '$1;').replace(/^(ALTER SEQUENCE .*_seq)[0-9]+ OWNED BY /gm, '$1 OWNED BY ').replace(/(nextval\('.*_seq)[0-9]+'\)/g, "$1')")
}

function remake(test) {
  return (theirs, ours, schemas) => {
    const columns = columnsThat(schemas, test)
    return columns.length ? every(withoutAll(columns, schemas))(theirs, ours) : [theirs, ours]
  }
}

// Removes the changes of SQLite tables that one of the two recreates and to which the other adds a column.
// `added` matches the definition of such a column.
const redefineFor = (added, side) => (theirs, ours, { old, next }) => {
  const tables = new Set()
  for (const match of (side === 'theirs' ? theirs : ours).matchAll(new RegExp(`^ALTER TABLE (${NAME}) ADD COLUMN ${NAME} ${added}`, 'gim'))) tables.add(match[1])
  if (!tables.size) return [theirs, ours]
  const indexes = new Set()
  for (const schema of [old, next])
    for (const [table, { indexes: all }] of schema.tables)
      // Indexes of dropped tables are dropped only if a table is recreated.
      if (tables.has(table) || !next.tables.has(table)) for (const name of all.keys()) indexes.add(name)
  return every((text) => each(text, (step) => {
    if (heading(step) === 'AlterTable' && tables.has(alteredTable(step))) return ''
    if (/Index$/.test(heading(step)) && indexesOf(step).every((name) => indexes.has(name))) return ''
    if (heading(step) !== 'RedefineTables') return step
    const made = step.split(/^(?=CREATE TABLE "new_|PRAGMA foreign_keys=ON)/m)
    const left = made.filter((part) => !tables.has(new RegExp(`^CREATE TABLE "new_((?:[^"]|"")*"[0-9]*)`).exec(part)?.[1].replace(/^/, '"')))
    return left.some((part) => part.startsWith('CREATE TABLE')) ? left.join('') : ''
  }))(theirs, ours)
}

// ---- recreated tables of SQLite ----

// Removes the name of the table from the columns that are copied; the engine writes the columns alone.
function copyBare(text) {
  return text.replace(new RegExp(`^INSERT INTO ${NAME} \\(.*\\) SELECT [^]*? FROM (${NAME});$`, 'gm'), (line, table) => line.replaceAll(`${table}.`, ''))
}

const dropRowids = (text) => text.replace(/^(INSERT INTO "new_(?:[^"]|"")*" )\((rowid|_rowid_|oid), (.*\) SELECT )\2, /gm, '$1($3')

// ---- enums ----

// Removes the columns that should not be converted, or are converted to text, when an enum value is removed.
function moveColumns(theirs, ours, { old, next }) {
  const line = new RegExp(`^ALTER TABLE (${TABLE}) ALTER COLUMN (${NAME}) TYPE (.*) USING \\(.*::text.*\\);\\n`, 'gm')
  const stays = (table, column) => {
    const name = column.slice(1, -1).replaceAll('""', '"')
    const [before, after] = [old, next].map((schema) => schema.tables.get(bareTable(table))?.columns.get(name))
    return before && after && before.type === after.type && (before.arity === 'list') === (after.arity === 'list')
  }
  const left = every((text) => text.replace(line, (all, table, column) => stays(table, column) ? all : ''))(theirs, ours)
  const defaults = new RegExp(`^ALTER TABLE (${TABLE}) ALTER COLUMN (${NAME}) SET DEFAULT .*\\n(?=(?:ALTER TABLE .*\\n)*COMMIT;)`, 'gm')
  return left.map((text) => text.replace(defaults, (all, table, column) => stays(table, column) ? all : ''))
}

// Replaces our temporary names of enums by the engine's.
function passing(theirs, ours) {
  const names = (text) => steps(text).filter((step) => /^-- AlterEnum\nBEGIN;/.test(step)).map((step) => [new RegExp(`(${NAME}) AS ENUM`).exec(step)?.[1], new RegExp(` RENAME TO (${NAME});`).exec(step)?.[1]])
  const wanted = names(theirs), given = names(ours)
  if (wanted.length === given.length) given.forEach((pair, i) => pair.forEach((name, j) => { if (name && wanted[i][j] && name !== wanted[i][j]) ours = ours.replaceAll(name, wanted[i][j]) }))
  return [theirs, ours]
}

// Removes the change of an enum whose values get another order: the engine adds values at most.
function moveValues(theirs, ours, { old, next }) {
  for (const [name, after] of next.enums) {
    const before = old.enums.get(name)
    if (!before || before.some((value) => !after.includes(value)) || after.filter((value) => before.includes(value)).join('\0') === before.join('\0')) continue
    const type = `(?:"public"\\.)?${literally(name)}`, last = new RegExp(`${NAME}$`).exec(name)[0]
    const values = after.map((value) => `'${value}'`).join(', ') // the apostrophes are single by now
    ours = only(ours, (step) => !(step.startsWith('-- AlterEnum\nBEGIN;') && step.includes(` AS ENUM (${values});`) && step.includes(` RENAME TO ${last};`)))
    theirs = only(theirs, (step) => !new RegExp(`^-- AlterEnum\n[^]*^ALTER TYPE ${type} ADD VALUE `, 'm').test(step))
  }
  return [theirs, ours]
}

// ---- foreign keys and indexes that are dropped and added again ----

// Removes foreign keys that we drop and add again, and the engine keeps or renames, if there is a reason.
const returningKeys = (reason) => (theirs, ours, schemas) => {
  const { old, next } = schemas
  const known = new Set(steps(theirs)), extra = steps(ours).filter((step) => !known.has(step))
  const find = (kind, table, name) => extra.find((step) => heading(step) === kind && alteredTable(step) === table && constraintOf(step) === name)
  const gone = new Set()
  for (const [table, { keys }] of old.tables)
    for (const [name, key] of keys)
      for (const [other, after] of next.tables.get(table)?.keys ?? []) {
        const drop = find('DropForeignKey', table, name), add = find('AddForeignKey', table, other)
        if (!drop || !add || key.columns.join('\0') !== after.columns.join('\0') || !reason([...known, ...extra], table, key, schemas, after)) continue
        gone.add(drop)
        gone.add(add)
        theirs = only(theirs, (step) => !(heading(step) === 'RenameForeignKey' && alteredTable(step) === table && constraintOf(step) === name))
      }
  return [theirs, only(ours, (step) => !gone.has(step))]
}

// True if a key or index that the foreign key needs is dropped, even if it is recreated.
function losesTarget(all, table, key, { old }, after) {
  const target = old.tables.get(key.to)
  if (!target || key.to !== after.to) return false
  const covers = (columns) => [...columns].sort().join('\0') === [...key.refs].sort().join('\0')
  const indexes = [...target.indexes].filter(([, index]) => index.unique && covers(index.columns)).map(([name]) => name)
  const remade = key.refs.some((name) => all.some((step) => alteredTable(step) === key.to && step.includes(`DROP COLUMN ${quoted(name)}`)))
  return remade || all.some((step) => (heading(step) === 'DropIndex' && indexesOf(step).some((name) => indexes.includes(name))) ||
    (target.key && covers(target.key.columns) && alteredTable(step) === key.to && step.includes(`DROP CONSTRAINT ${quoted(target.key.name)}`)))
}

const movesEnum = (all, table, key, { old }) => key.columns.some((name) => old.tables.get(table).columns.get(name)?.type.startsWith('enum ')) && all.some((step) => step.startsWith('-- AlterEnum\nBEGIN;'))

// True if the key references another table of the same name; the engine sees no change, or a rename.
const movesTarget = (all, table, key, schemas, after) => key.to !== after.to && key.to.replace(/^.*"\./, '') === after.to.replace(/^.*"\./, '')

// Removes foreign keys on an enum that are dropped before it changes and added again after it.
function enumKeys(theirs, ours, schemas) {
  ;[theirs, ours] = returningKeys(movesEnum)(theirs, ours, schemas)
  for (const step of steps(ours)) {
    const key = heading(step) === 'DropForeignKey' && schemas.old.tables.get(alteredTable(step))?.keys.get(constraintOf(step))
    if (key && steps(theirs).includes(step) && movesEnum(steps(theirs + ours), alteredTable(step), key, schemas))
      [theirs, ours] = every((text) => only(text, (other) => other !== step))(theirs, ours)
  }
  return [theirs, ours]
}

function enumConditions(theirs, ours, { old, next }) {
  if (!/^-- AlterEnum\nBEGIN;/m.test(theirs + ours)) return [theirs, ours]
  const known = new Set(steps(theirs)), extra = steps(ours).filter((step) => !known.has(step))
  const gone = new Set()
  for (const [table, { indexes, columns }] of old.tables)
    for (const [name, index] of indexes) {
      if (!index.predicate || ![...columns].some(([column, { type }]) => type.startsWith('enum ') && index.predicate.includes(column))) continue
      const drop = extra.concat(steps(theirs)).find((step) => heading(step) === 'DropIndex' && indexesOf(step).includes(name))
      const adds = extra.filter((step) => !gone.has(step) && heading(step) === 'CreateIndex' && [...next.tables.get(table)?.indexes.keys() ?? []].some((other) => indexesOf(step).includes(other)))
      const add = adds.find((step) => indexesOf(step).includes(name)) ?? adds[0]
      if (drop) gone.add(drop)
      if (drop && add) gone.add(add)
    }
  return every((text) => only(text, (step) => !gone.has(step)))(theirs, ours)
}

// ---- indexes ----

// Returns the indexes of tables that have two on the same columns.
function twins({ old, next }) {
  const out = new Set()
  for (const schema of [old, next])
    for (const [table, { everyIndex }] of schema.tables) {
      const all = everyIndex.map((index) => `${index.unique} ${index.columns.join('\0')}`)
      if (new Set(all).size < all.length) for (const other of [old, next]) for (const name of other.tables.get(table)?.indexes.keys() ?? []) out.add(name)
    }
  return out
}

// The default operator classes.
const USUAL_CLASSES = { gin: /^(array|jsonb)_ops$/, spgist: /^(text|inet)_ops$/, brin: /^(?!inet_minmax).*_minmax_ops$|^inet_inclusion_ops$/ }
const plainIndex = (index) => index && JSON.stringify({ ...index, parts: index.parts.split(',').map((part) => part.replace(/:([^:]*)$/, (all, name) => USUAL_CLASSES[index.method]?.test(name) ? '' : all).replace(/:$/, '')) })

// Removes indexes that the engine recreates unchanged: their operator class is raw("array_ops") instead of
// ArrayOps or the default.
function remadeIndexes(theirs, ours, { old, next }) {
  for (const [table, { indexes }] of next.tables)
    for (const [name, index] of indexes) {
      const before = old.tables.get(table)?.indexes.get(name)
      const pair = steps(theirs).filter((step) => /^(?:Drop|Create)Index$/.test(heading(step)) && indexesOf(step).includes(name))
      if (before && plainIndex(before) === plainIndex(index) && pair.length === 2 && !pair.some((step) => steps(ours).includes(step))) theirs = only(theirs, (step) => !pair.includes(step))
    }
  return [theirs, ours]
}

function inetClasses({ old, next }) {
  const out = new Set()
  for (const [table, { indexes }] of next.tables)
    for (const [name, index] of indexes) if ([index, old.tables.get(table)?.indexes.get(name)].some((one) => one?.parts.includes('inet_minmax_ops'))) out.add(name)
  return out
}

// Removes the changes of tables whose columns A and B swap the tables that they reference, also of those that move to
// another namespace: the engine drops them.
function turnedManyToMany(theirs, ours, { old, next }) {
  const ends = (table) => table && table.columns.size === 2 && ['A', 'B'].map((name) => table.relations.find((relation) => relation.columns.join() === name)?.to)
  const name = (table) => table.match(new RegExp(`${NAME}$`))[0]
  const before = (table) => old.tables.has(table) ? table : [...old.tables.keys()].find((other) => name(other) === name(table) && !next.tables.has(other))
  const pairs = [...next.tables].map(([table, after]) => [before(table), table, after]).filter(([from, , after]) => {
    const [a, b] = [ends(old.tables.get(from)) || [], ends(after) || []]
    return a[0] && a[0] !== a[1] && a[0] === b[1] && a[1] === b[0]
  })
  const turned = pairs.flatMap(([from, to]) => from === to ? [to] : [from, to])
  const indexes = new Set(turned.flatMap((table) => [old, next].flatMap((schema) => [...schema.tables.get(table)?.indexes.keys() ?? []])))
  const changed = (step) => bareTable(new RegExp(`^(?:ALTER|CREATE|DROP) TABLE (${TABLE})`, 'm').exec(step)?.[1] ?? '')
  const redefined = (step) => join([step.split(/^(?=CREATE TABLE "new_|PRAGMA foreign_keys=ON)/m).filter((part) => !turned.some((table) => part.startsWith(`CREATE TABLE "new_${table.slice(1)}`))).join('')])
  return turned.length ? every((text) => each(text, (step) => {
    if (heading(step) === 'RedefineTables') return /CREATE TABLE/.test(redefined(step)) ? redefined(step) : ''
    return turned.includes(changed(step)) || (/Index$/.test(heading(step)) && indexesOf(step).some((index) => indexes.has(index))) ? '' : step
  }))(theirs, ours) : [theirs, ours]
}

const withoutIndexes = (names) => (theirs, ours) => names.size ? every((text) => only(text, (step) => !/Index$/.test(heading(step)) || !indexesOf(step).some((name) => names.has(name))))(theirs, ours) : [theirs, ours]

function inverted({ old, next }) {
  const out = new Set()
  for (const schema of [old, next])
    for (const [table, { everyIndex }] of schema.tables)
      if (everyIndex.some((index) => index.method === 'gin')) for (const other of [old, next]) for (const name of other.tables.get(table)?.indexes.keys() ?? []) out.add(name)
  return out
}

// Removes the rename of an index that was dropped with its column and recreated.
function lostIndexes(theirs, ours) {
  const made = new Set(steps(theirs).filter((step) => heading(step) === 'CreateIndex').flatMap(indexesOf))
  return [only(theirs, (step) => heading(step) !== 'RenameIndex' || !made.has(indexesOf(step)[1])), ours]
}

// Replaces temporary names by the real ones.
function takenNames(theirs, ours) {
  ours = ours.replace(/^ALTER SEQUENCE IF EXISTS .* RENAME TO .*\n/gm, '')
  const renamed = new RegExp(`^-- Rename(?:Index|Table|ForeignKey)\\nALTER (?:INDEX|TABLE) (?:.* RENAME CONSTRAINT |(?:${NAME}\\.)?)(${NAME})(?: RENAME)? TO (${NAME});\\n$`)
  for (const step of steps(ours)) {
    const [, from, to] = renamed.exec(step) ?? []
    if (!to || !new RegExp(`^${literally(from.slice(0, 40)).replace(/"$/, '')}.*_old[0-9]*"$`).test(to)) continue
    ours = only(ours, (other) => other !== step).replaceAll(to, from)
  }
  return [theirs, ours]
}

// SQLite: replaces temporary names of recreated tables, and removes indexes that are dropped first.
function takenNamesOfSqlite(theirs, ours, { old }) {
  for (const [, made, name] of ours.matchAll(new RegExp(`^ALTER TABLE (${NAME}) RENAME TO (${NAME});$`, 'gm')))
    if (new RegExp(`^"new_${literally(name.slice(1, -1))}[0-9]+"$`).test(made)) ours = ours.replaceAll(made, `"new_${name.slice(1)}`)
  for (const step of steps(theirs)) {
    const [, drop, create] = /^-- RedefineIndex\n(DROP INDEX .*\n)(CREATE [^]*)$/.exec(step) ?? []
    const pair = [`-- DropIndex\n${drop}`, `-- CreateIndex\n${create}`]
    if (!drop || !pair.every((one) => steps(ours).includes(one))) continue
    theirs = only(theirs, (other) => other !== step)
    ours = only(ours, (other) => !pair.includes(other))
  }
  const known = new Set(steps(theirs)), redefined = (table) => theirs.includes(`DROP TABLE ${table};\nALTER TABLE "new_`)
  return [theirs, only(ours, (step) => known.has(step) || heading(step) !== 'DropIndex' || ![...old.tables].some(([table, { indexes }]) => indexes.has(indexesOf(step)[0]) && redefined(table)))]
}

export const DEVIATIONS = [
  // First, because the others read names.
  { name: 'quoted-names', dialects: ['postgresql', 'sqlite', 'cockroachdb'], both: doubleQuotes },
  { name: 'enum-order', dialects: ['postgresql'], both: (theirs, ours) => [theirs, ours.replace(/^(ALTER TYPE .* ADD VALUE '(?:[^']|'')*') BEFORE '.*';$/gm, '$1;')] },
  {
    name: 'quoted-values',
    dialects: ['postgresql', 'cockroachdb'],
    both: (theirs, ours) => [theirs, ours.replace(/^(?:CREATE TYPE|ALTER TYPE) .*$/gm, (line) => line.replaceAll("''", "'"))],
  },
  { name: 'fewer-privileges', dialects: ['postgresql'], both: (theirs, ours) => [theirs, ours.replace(/^DO (?:\$\$|')BEGIN IF to_regnamespace\(.*\) IS NULL THEN CREATE SCHEMA (.*); END IF; END(?:\$\$|');$/gm, 'CREATE SCHEMA IF NOT EXISTS $1;')] },
  { name: 'views-and-triggers', dialects: ['sqlite'], both: (theirs, ours) => [theirs, ours.replace(/^PRAGMA legacy_alter_table=(?:ON|OFF);\n/gm, '')] },
  { name: 'kept-counter', dialects: ['sqlite'], both: (theirs, ours) => [theirs, ours.replace(/^INSERT INTO sqlite_sequence .*\n/gm, '')] },
  { name: 'missing-columns', dialects: ['sqlite'], both: (theirs, ours) => [theirs, copyBare(ours)] },
  { name: 'json-default', dialects: ['sqlite'], both: every(bareJson) },
  { name: 'kept-rowids', dialects: ['sqlite'], both: (theirs, ours) => [theirs, dropRowids(ours)] },
  { name: 'worked-out-default', dialects: ['sqlite'], both: redefineFor('[^\\n]* DEFAULT (?:CURRENT_|\\()', 'theirs') },
  { name: 'added-default', dialects: ['sqlite'], both: redefineFor('[^\\n]*NOT NULL DEFAULT ', 'ours') },
  {
    name: 'renamed-new-key',
    dialects: ['postgresql'],
    both: (theirs, ours) => [theirs.replace(/(ALTER TABLE (.+?) DROP CONSTRAINT (".*?"),\n(?:[^;]*,\n)?ADD CONSTRAINT (".*?") PRIMARY KEY [^;]*;\n)ALTER TABLE \2 RENAME CONSTRAINT \3 TO \4;\n/g, '$1'), ours],
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
      ours.replace(/^DO (?:\$\$BEGIN EXECUTE coalesce\('|'BEGIN EXECUTE coalesce\(''|'BEGIN EXECUTE coalesce\(''')DROP SEQUENCE .*\n/gm, ''),
    ],
  },
  { name: 'kept-count', dialects: ['postgresql'], both: (theirs, ours) => [theirs, ours.replace(/^DO (?:\$\$BEGIN EXECUTE '|'BEGIN EXECUTE '')ALTER SEQUENCE .* RESTART WITH .*\n/gm, '')] },
  {
    name: 'sequence-name',
    dialects: ['postgresql'],
    both: every(plainSequences),
  },
  { name: 'taken-sequence', dialects: ['postgresql'], both: (theirs, ours) => [theirs, plainCount(ours)] },
  { name: 'unknown-types', dialects: ['postgresql'], both: castUnknown },
  { name: 'money-cast', dialects: ['postgresql'], both: remake((a, b) => a.type === 'money' && b.type !== 'money') },
  { name: 'enum-columns', dialects: ['postgresql'], both: moveColumns },
  { name: 'long-enum', dialects: ['postgresql'], both: passing },
  { name: 'renamed-lost-index', dialects: ['postgresql', 'cockroachdb'], both: lostIndexes },
  { name: 'taken-names', dialects: ['postgresql', 'cockroachdb'], both: takenNames },
  { name: 'taken-names', dialects: ['sqlite'], both: takenNamesOfSqlite },
  { name: 'moved-target', dialects: ['postgresql', 'cockroachdb'], both: returningKeys(movesTarget) },
  { name: 'enum-keys', dialects: ['postgresql'], both: enumKeys },
  { name: 'enum-conditions', dialects: ['postgresql'], both: enumConditions },
  { name: 'enum-order', dialects: ['postgresql'], both: moveValues },
  { name: 'keys-under-keys', dialects: ['postgresql'], both: returningKeys(losesTarget) },
  { name: 'explicit-cast', dialects: ['postgresql'], both: castExplicitly },
  { name: 'text-cast', dialects: ['postgresql'], both: castByAssignment },
  { name: 'bare-precision', dialects: ['postgresql'], both: remake(barePrecision) },
  { name: 'bare-precision', dialects: ['postgresql'], both: returningKeys((all, table, key, { old, next }) => key.columns.some((name) => barePrecision(...[old, next].map((schema) => schema.tables.get(table).columns.get(name))))) },
  { name: 'kept-default', dialects: ['postgresql'], both: restateDefaults },
  { name: 'lost-conditions', dialects: ['postgresql', 'cockroachdb'], both: (theirs, ours, schemas) => withoutIndexes(conditioned(schemas))(theirs, ours) },
  { name: 'spelled-classes', dialects: ['postgresql'], both: remadeIndexes },
  { name: 'inet-classes', dialects: ['postgresql'], both: (theirs, ours, schemas) => withoutIndexes(inetClasses(schemas))(theirs, ours) },
  { name: 'turned-many-to-many', dialects: ['postgresql', 'cockroachdb', 'sqlite'], both: turnedManyToMany },
  { name: 'twin-indexes', dialects: ['postgresql', 'cockroachdb', 'sqlite'], both: (theirs, ours, schemas) => withoutIndexes(twins(schemas))(theirs, ours) },
  // The engine looks up inverted indexes in a list that is not sorted as it assumes.
  { name: 'inverted-index', dialects: ['cockroachdb'], both: (theirs, ours, schemas) => withoutIndexes(inverted(schemas))(theirs, ours) },
  {
    name: 'unmade-namespace',
    dialects: ['postgresql', 'cockroachdb'],
    both: (theirs, ours) => [theirs, only(ours, (step) => heading(step) !== 'CreateSchema' || steps(theirs).includes(step))],
  },
  { name: 'identity-default', dialects: ['cockroachdb'], both: (theirs, ours) => [theirs.replace(/^(ALTER TABLE .* ALTER COLUMN .* )SET DEFAULT ;\n/gm, ''), ours.replace(/^(?:ALTER TABLE .* DROP DEFAULT;\n)?ALTER TABLE .* ADD GENERATED BY DEFAULT AS IDENTITY.*;\n/gm, '')] },
  // The engine looks up sequences in a list that is not sorted as it assumes, and misses some changes.
  { name: 'missed-sequence', dialects: ['cockroachdb'], both: every((text) => only(text, (step) => heading(step) !== 'AlterSequence')) },
  // The engine reads the old table without its namespace when it recreates it.
  { name: 'unqualified-copy', dialects: ['cockroachdb'], both: (theirs, ours) => [theirs.replace(/^(INSERT INTO ("(?:[^"]|"")*"\.)"_prisma_new_.* FROM )(".*";)$/gm, '$1$2$3'), ours] },
]

// Returns the names of the deviations between the two scripts, or null if others remain.
export function compare(provider, theirs, ours, schemas) {
  const used = []
  for (const row of DEVIATIONS) {
    if (theirs === ours) break
    if (!row.dialects.includes(provider)) continue
    const after = row.both(theirs, ours, schemas)
    if (after[0] !== theirs || after[1] !== ours) used.push(row.name)
    ;[theirs, ours] = after
  }
  const plain = (text) => join(steps(text)).trimEnd()
  return plain(theirs) === plain(ours) ? used : null
}
