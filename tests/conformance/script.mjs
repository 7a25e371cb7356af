// Parses schema text and scripts, as far as deviations.mjs needs it.

const SPACE = '"public".'
const unescape = (text) => text.replace(/\\(.)/g, (all, c) => ({ t: '\t', n: '\n', r: '\r' })[c] ?? c)
const parts = (text, separator) => text.match(new RegExp(`(?:\\\\.|[^\\\\${separator}])+`, 'g')) ?? []
const list = (text) => parts(text, ',').map((part) => unescape(parts(part, ':')[0]))

export const quoted = (name) => `"${name.replaceAll('"', '""')}"`
export const NAME = '"(?:[^"]|"")*"'
export const TABLE = `(?:${NAME}\\.)?${NAME}`
export const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

// Returns the SQL name of a table or an enum, without the default namespace.
export const bareTable = (sql) => sql.startsWith(SPACE) ? sql.slice(SPACE.length) : sql
const path = (text) => bareTable(parts(text, '.').map((part) => quoted(unescape(part))).join('.'))

// Returns {tables: Map of {columns, key, indexes, everyIndex, keys, relations}, names, enums: Map of values}.
// Tables and enums are keyed by their SQL name, the rest by name; two indexes may have the same one, so everyIndex lists all.
// Relations include those without a foreign key.
export function readSchema(text) {
  const tables = new Map(), names = new Set(), enums = new Map()
  for (const line of text.split('\n')) {
    const [kind, first, second, ...rest] = line.split('\t')
    if (kind === 'enum') { enums.set(path(first), []); parts(first, '.').forEach((part) => names.add(unescape(part))) }
    if (kind === 'value') enums.get(path(first))?.push(unescape(second))
    if (kind === 'table') {
      tables.set(path(first), { columns: new Map(), key: null, indexes: new Map(), everyIndex: [], keys: new Map(), relations: [] })
      parts(first, '.').forEach((part) => names.add(unescape(part)))
    }
    const table = tables.get(path(first ?? ''))
    if (!table || !second || kind === 'table') continue
    const name = unescape(second)
    if (kind === 'foreign-key' || kind === 'relation') table.relations.push({ columns: list(rest[0]), to: path(rest[1]) })
    if (kind === 'column') table.columns.set(name, { type: rest[0], arity: rest[1], value: rest[2] })
    else if (kind === 'primary-key') table.key = { name, columns: list(rest[0]) }
    else if (kind === 'index' || kind === 'unique') {
      const index = { unique: kind === 'unique', method: rest[0], columns: list(rest[1]), parts: rest[1], predicate: rest[2] === '-' ? null : unescape(rest[2] ?? '') }
      table.indexes.set(name, index)
      table.everyIndex.push(index)
    }
    else if (kind === 'foreign-key') table.keys.set(name, { columns: list(rest[0]), to: path(rest[1]), refs: list(rest[2]) })
    else continue
    names.add(name)
  }
  return { tables, names, enums }
}

// ---- steps ----

export const steps = (text) => text === '' ? [] : text.split(/\n(?=-- [A-Z][A-Za-z]+\n)/).map((step) => step.replace(/\n+$/, '\n'))
export const join = (all) => all.filter(Boolean).join('\n')
export const heading = (step) => step.slice(3, step.indexOf('\n'))
export const only = (text, test) => join(steps(text).filter(test))
export const each = (text, change) => join(steps(text).map(change))

const found = (step, pattern) => new RegExp(pattern).exec(step)?.[1]
export const alteredTable = (step) => { const table = found(step, `ALTER TABLE (${TABLE})`); return table && bareTable(table) }
export const constraintOf = (step) => { const name = found(step, ` CONSTRAINT (${NAME})`); return name && name.slice(1, -1).replaceAll('""', '"') }

// Returns the names of the indexes in a step.
export function indexesOf(step) {
  const name = (text) => text?.slice(1, -1).replaceAll('""', '"')
  if (heading(step) === 'RenameIndex') return [name(found(step, `ALTER INDEX (?:${NAME}\\.)?(${NAME})`)), name(found(step, ` RENAME TO (${NAME})`))]
  return [...step.matchAll(new RegExp(`^(?:DROP|CREATE(?: UNIQUE)?) INDEX (?:${NAME}\\.(?=${NAME};))?(${NAME})`, 'gm'))].map((match) => name(match[1]))
}

// Removes the clauses of an AlterTable step that pass a test, and statements without clauses.
export function withoutClauses(step, test) {
  const lines = step.match(/^-- AlterTable\n/) ? step.slice('-- AlterTable\n'.length) : null
  if (lines === null) return step
  const statements = lines.split(/(?<=;\n)/).map((statement) => {
    const match = new RegExp(`^(ALTER TABLE ${TABLE} )([^]*);\n$`).exec(statement)
    if (!match) return statement
    const clauses = match[2].split(/,\n(?=(?:ADD|DROP|ALTER|RENAME) )/)
    const kept = clauses.filter((clause) => !test(clause))
    return kept.length ? `${match[1]}${kept.join(',\n')};\n` : ''
  })
  return statements.join('') === '' ? '' : `-- AlterTable\n${statements.join('')}`
}
