#!/usr/bin/env node
// Runs the scripts of schema-diff for random pairs on real databases. Up must give the new schema, down must
// give the old one, and every row must be kept that no step was said to lose.
//
//   truth.mjs [-n count] [-s seed] [-p postgresql|sqlite] [-e | -r] [-k folder]
//
// -e leaves the tables empty: then no script may fail. -r uses pairs that differ in names only, and passes
// the renames: then every row must be kept under the new names, and later under the old ones. $TRUTH_URL is
// a PostgreSQL database whose schemas are dropped. Exit status 1 if any of this does not hold.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { pair, renamedPair } from './pairs.mjs'

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', short: 'n', default: '200' },
    seed: { type: 'string', short: 's', default: '1' },
    provider: { type: 'string', short: 'p', default: 'sqlite' },
    renames: { type: 'boolean', short: 'r' },
    empty: { type: 'boolean', short: 'e' },
    keep: { type: 'string', short: 'k' },
  },
})
const bin = path.resolve(process.env.MIGTOOLS_BIN ?? path.join(import.meta.dirname, '../../build/bin'))
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'migtools-truth-'))
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
const postgresql = options.provider === 'postgresql'

function run(program, args, input) {
  const done = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 1 << 28 })
  return { status: done.status, out: done.stdout, err: done.stderr }
}
const file = (name, text) => { const f = path.join(folder, name); fs.writeFileSync(f, text); return f }

// ---- schema text ----

const unescape = (text) => text.replace(/\\(.)/g, (all, c) => ({ t: '\t', n: '\n', r: '\r' })[c] ?? c)

function read(text) {
  const tables = new Map(), enums = new Map()
  const key = (raw) => raw.replace(/^public\./, '')
  for (const line of text.split('\n')) {
    const [kind, owner, ...fields] = line.split('\t')
    if (kind === 'table') tables.set(key(owner), { raw: owner, columns: new Map(), keys: [] })
    if (kind === 'value') enums.set(key(owner), [...(enums.get(key(owner)) ?? []), unescape(fields[0])])
    if (kind === 'column') {
      const e = fields.find((f) => f.startsWith('enum='))
      tables.get(key(owner)).columns.set(unescape(fields[0]), { type: fields[1], arity: fields[2], value: fields[3], enum: e?.slice(5) })
    }
    if (kind === 'foreign-key') tables.get(key(owner)).keys.push({ columns: fields[1].split(',').map(unescape), to: key(fields[2]), refs: fields[3].split(',').map(unescape) })
  }
  return { tables, enums }
}

const q = (name) => `"${name.replaceAll('"', '""')}"`
const s = (text) => `'${text.replaceAll("'", "''")}'`
const sqlName = (raw) => raw.split(/(?<!\\)\./).map((part) => q(unescape(part))).join('.')

// ---- rows ----

const VALUES = {
  smallint: ['1', '2'], integer: ['1', '70000'], bigint: ['1', '5000000000'], oid: ['1', '2'], int: ['1', '2'],
  real: ['1.5', '2.25'], 'double precision': ['1.5', '2.123456789'], decimal: ['1', '2'], money: ["'1.00'", "'2.00'"],
  boolean: ['true', 'false'], text: ["'a'", "'b'"], varchar: ["'a'", "'b'"], char: ["'a'", "'b'"], citext: ["'a'", "'b'"],
  inet: ["'10.0.0.1'", "'10.0.0.2'"], uuid: ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "'b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"],
  xml: ["'<a/>'", "'<b/>'"], bytea: ["'\\x0102'", "'\\x03'"], blob: ["x'0102'", "x'03'"], json: [`'{"a": 1}'`, `'[2]'`], jsonb: [`'{"a": 1}'`, `'[2]'`],
  timestamp: ["'2020-01-02 03:04:05.678901'", "'2021-01-02 03:04:05'"], timestamptz: ["'2020-01-02 03:04:05.678901+00'", "'2021-01-02 03:04:05+00'"],
  datetime: ["'2020-01-02 03:04:05'", "'2021-01-02 03:04:05'"], date: ["'2020-01-02'", "'2021-01-02'"], time: ["'03:04:05.678'", "'04:05:06'"], timetz: ["'03:04:05.678+02'", "'04:05:06+00'"],
  bigserial: ['1', '2'], point: ["'(1,2)'", "'(3,4)'"], tsvector: ["'a'", "'b'"], circle: ["'<(1,2),3>'", "'<(3,4),5>'"],
}

function value(schema, table, name, row, seen = new Set()) {
  const column = schema.tables.get(table).columns.get(name)
  const at = `${table}\t${name}`
  for (const key of seen.has(at) ? [] : schema.tables.get(table).keys) {
    const i = key.columns.indexOf(name)
    if (i >= 0) return value(schema, key.to, key.refs[i], row, new Set([...seen, at]))
  }
  let out
  const type = column.type.replace(/^unsupported /, '').replace(/\(.*/, '')
  const values = column.type.startsWith('enum ') ? schema.enums.get(column.type.slice(5).replace(/^public\./, '')) : column.enum ? schema.enums.get(column.enum) : null
  if (values) out = s(values[row % values.length])
  else if (type === 'bit' || type === 'varbit') out = `'${(row ? '1' : '0').repeat(type === 'bit' ? Number(/\((\d+)/.exec(column.type)?.[1] ?? 1) : 1)}'`
  else out = VALUES[type]?.[row] ?? "'a'"
  if (column.arity === 'list') out = `ARRAY[${out}]::${values ? sqlName(column.type.slice(5).replace(/^public\./, '')) : type === 'enum' ? '' : column.type}[]`
  return out
}

function fill(schema) {
  const out = [postgresql ? 'SET session_replication_role = replica;' : 'PRAGMA foreign_keys=OFF;']
  for (const [table, { raw, columns, keys }] of schema.tables)
    for (const row of [0, 1]) {
      const bound = new Set(keys.flatMap((k) => k.columns))
      const names = [...columns].filter(([name, c]) => row === 0 || c.arity !== 'optional' || bound.has(name)).map(([name]) => name)
      out.push(`INSERT ${postgresql ? '' : 'OR IGNORE '}INTO ${sqlName(raw)} (${names.map(q).join(', ')}) VALUES (${names.map((n) => value(schema, table, n, row)).join(', ')})${postgresql ? ' ON CONFLICT DO NOTHING' : ''};`)
    }
  out.push(postgresql ? 'RESET session_replication_role;' : '')
  return out.join('\n')
}

// Returns queries for the rows, one per line, with the columns in `columns` ({table: [name]}).
function rows(schema, columns) {
  return [...columns].map(([table, names]) => {
    const name = sqlName(schema.tables.get(table).raw)
    const list = names.map((n) => postgresql ? `coalesce(${q(n)}::text, '∅')` : `coalesce(quote(${q(n)}), '')`).join(" || '|' || ") || "''"
    return `SELECT ${s(table)} || ': ' || ${list} FROM ${name} ORDER BY 1;`
  }).join('\n')
}

// ---- structure ----

const STRUCTURE = fs.readFileSync(path.join(import.meta.dirname, '../helpers/structure-postgresql.sql'), 'utf8')
const SQLITE_STRUCTURE = fs.readFileSync(path.join(import.meta.dirname, '../helpers/structure-sqlite.sql'), 'utf8')
const RESET = 'SET client_min_messages = warning; DROP SCHEMA IF EXISTS public, base, other, ext CASCADE; CREATE SCHEMA public; CREATE SCHEMA ext; CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA ext; SET search_path = public, ext;'

// Runs parts one after the other; returns the output of each, and the first error.
function play(parts) {
  const text = [], mark = (name) => postgresql ? `\\echo @@${name}` : `.print @@${name}`
  for (const [name, sql] of parts) text.push(mark(name), sql)
  const all = text.join('\n') + '\n'
  const done = postgresql
    ? run('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-f', file('play.sql', all), process.env.TRUTH_URL])
    : run('sqlite3', ['-bail', ':memory:'], all)
  const printed = {}
  let last = ''
  for (const line of done.out.split('\n')) {
    if (line.startsWith('@@')) printed[last = line.slice(2)] = []
    else if (line) printed[last]?.push(line)
  }
  return { printed, failed: done.status === 0 && !/error/i.test(done.err) ? null : last, err: done.err.trim() }
}

// ---- a pair ----

const program = (name, ...args) => run(path.join(bin, name), args)
const counts = { pairs: 0, skipped: 0, failed_as_said: 0, wrong: 0 }

function wrong(seed, what, texts) {
  counts.wrong++
  console.log(`${options.provider} ${seed} ${what}`)
  if (!options.keep) return
  const at = path.join(options.keep, `${options.provider}-${seed}`)
  fs.mkdirSync(at, { recursive: true })
  for (const name in texts) fs.writeFileSync(path.join(at, name), texts[name])
}

// Returns the changes of a list that have one of these risks.
const said = (list, risks) => list.split('\n').filter(Boolean).map((line) => line.split('\t')).filter(([risk]) => risks.includes(risk))

// PostgreSQL truncates names to 63 bytes.
const cut = (name) => postgresql ? Buffer.from(name).subarray(0, 63).toString() : name

// Counts how often a word of the lists came true.
function tell(word, came) {
  counts[`said ${word}`] = (counts[`said ${word}`] ?? 0) + 1
  if (came) counts[`${word} came true`] = (counts[`${word} came true`] ?? 0) + 1
}

// Runs the parts again with queries for all columns: true if a value is not back at the end.
function lostSomething(parts, all) {
  const { printed, failed } = play(parts.map(([name, sql]) => [name, name === 'rows' || name === 'after' ? all : sql]))
  return failed || differences(printed.rows, printed.after ?? [], new Set()) !== ''
}

// Returns the columns whose default or type the database rewrites, which are not compared.
function unclear(...schemas) {
  const out = new Set()
  for (const schema of schemas)
    for (const [table, { columns }] of schema.tables)
      for (const [name, c] of columns) if (/^unsupported/.test(c.type) || /^(expression|datetime|json)/.test(c.value) || /datetime:|json:/.test(c.value)) out.add(`${table.replace(/^.*\./, '')}|${cut(name)}|`)
  return out
}

// 1.50 is 1.5 in the default of a column.
function differences(a, b, skip) {
  const clean = (lines) => lines.map((line) => line.replace(/\|(-?\d+\.\d*?)0+\|/g, (all, number) => `|${number.replace(/\.$/, '')}|`)).filter((line) => !skip.has(line.split('|').slice(postgresql ? 2 : 1, postgresql ? 4 : 3).join('|') + '|'))
  const left = clean(a), right = clean(b)
  return [...left.filter((l) => !right.includes(l)).map((l) => '< ' + l), ...right.filter((l) => !left.includes(l)).map((l) => '> ' + l)].join('\n')
}

function check(seed) {
  const [old, next] = pair(seed, options.provider)
  const texts = { 'old.prisma': old, 'new.prisma': next }
  const a = program('schema-parse', file('old.prisma', old)), b = program('schema-parse', file('new.prisma', next))
  if (a.status !== 0 || b.status !== 0 || /hstore|pgcrypto|uuid-ossp/.test(old + next)) { counts.skipped++; return }
  const files = [file('old', a.out), file('new', b.out)], none = '/dev/null'
  const create = program('schema-diff', '-o', 'up', none, files[0]).out
  const fresh = program('schema-diff', '-o', 'up', none, files[1]).out
  const up = program('schema-diff', '-o', 'up', ...files).out, down = program('schema-diff', '-o', 'down', ...files).out
  const upList = program('schema-diff', '-o', 'list', ...files).out, downList = program('schema-diff', '-o', 'list', files[1], files[0]).out
  Object.assign(texts, { 'up.sql': up, 'down.sql': down, 'up.list': upList })
  if (/CREATE TYPE "name"/.test(create + fresh)) { counts.skipped++; return } // as in checkRenames
  const schema = read(a.out), target = read(b.out)
  const structure = postgresql ? STRUCTURE : SQLITE_STRUCTURE
  const reset = postgresql ? RESET : ''
  const wanted = play([['reset', reset], ['create', fresh], ['structure', structure]])
  if (wanted.failed) { counts.skipped++; return }

  const lost = new Set([...said(upList, ['loses-data']), ...said(downList, ['loses-data'])].map(([, , object]) => object))
  const given = new Set([...said(upList, ['may-fail', 'rewrites']), ...said(downList, ['may-fail', 'rewrites'])].filter(([, kind]) => kind === 'require').map(([, , object]) => object))
  const kept = new Map([...schema.tables].filter(([table]) => !lost.has(table)).map(([table, { columns }]) => [table, [...columns.keys()].filter((n) => !lost.has(`${table}.${n}`) && !given.has(`${table}.${n}`))]))
  const parts = [['reset', reset], ['create', create]]
  if (!options.empty) parts.push(['fill', fill(schema)])
  parts.push(['structure', structure], ['rows', rows(schema, kept)], ['up', up], ['reached', structure], ['down', down], ['returned', structure], ['after', rows(schema, kept)])
  const done = play(parts)
  texts['play.sql'] = parts.map(([name, sql]) => `-- ## ${name}\n${sql}`).join('\n')
  texts.error = done.err
  if (done.failed === 'create' || done.failed === 'fill') { counts.skipped++; if (done.failed === 'fill') counts.unfilled = (counts.unfilled ?? 0) + 1; return }
  counts.pairs++
  const skip = unclear(schema, target)
  const warned = (risk) => [upList, downList].some((list) => said(list, [risk]).length > 0)
  const whole = () => rows(schema, new Map([...schema.tables].map(([table, { columns }]) => [table, [...columns.keys()]])))
  if (warned('may-fail')) tell('may-fail', done.failed)
  if (warned('loses-data') && !done.failed) tell('loses-data', lostSomething(parts, whole()))
  if (done.failed) {
    const list = done.failed === 'up' ? upList : downList
    if (!options.empty && ['up', 'down'].includes(done.failed) && said(list, ['may-fail', 'loses-data']).length) counts.failed_as_said++
    else wrong(seed, `${done.failed} fails: ${done.err.split('\n').find((l) => /error/i.test(l)) ?? done.err}`, texts)
    if (done.failed === 'up') return
  }
  const { printed } = done
  if (printed.reached) {
    const missed = differences(printed.reached, wanted.printed.structure, skip)
    if (missed) wrong(seed, 'up misses the new schema', { ...texts, missed })
  }
  if (printed.returned && !done.failed) {
    const missed = differences(printed.structure, printed.returned, skip)
    if (missed) wrong(seed, 'down misses the old schema', { ...texts, missed })
    const gone = differences(printed.rows, printed.after ?? [], new Set())
    if (gone) wrong(seed, 'rows are not what they were', { ...texts, gone })
  }
}

// Returns queries for the rows of renamed tables: [label, SQL of the table, SQL of the columns].
const rowsOf = (entries) => entries.map(([label, table, columns]) => `SELECT ${s(label)} || ': ' || ${columns.map((c) => postgresql ? `coalesce(${c}::text, '∅')` : `coalesce(quote(${c}), '')`).join(" || '|' || ")} FROM ${table} ORDER BY 1;`).join('\n')

function checkRenames(seed) {
  const { old, next, told, moves } = renamedPair(seed, options.provider)
  const a = program('schema-parse', file('old.prisma', old)), b = program('schema-parse', file('new.prisma', next))
  const files = [file('old', a.out), file('new', b.out)], options_r = told.flatMap((one) => ['-r', one])
  const create = program('schema-diff', '-o', 'up', '/dev/null', files[0]).out, fresh = program('schema-diff', '-o', 'up', '/dev/null', files[1]).out
  // An enum with the name of a built-in type of PostgreSQL is not found by its name.
  if (a.status !== 0 || b.status !== 0 || !told.length || /hstore|pgcrypto|uuid-ossp/.test(old + next) || create.includes('CREATE TYPE "name"') || fresh.includes('CREATE TYPE "name"')) { counts.skipped++; return }
  const up = program('schema-diff', ...options_r, '-o', 'up', ...files), down = program('schema-diff', ...options_r, '-o', 'down', ...files)
  const texts = { 'old.prisma': old, 'new.prisma': next, told: told.join('\n'), 'up.sql': up.out, 'down.sql': down.out }
  if (up.status || down.status) { counts.pairs++; wrong(seed, `is refused: ${up.err}${down.err}`, texts); return }
  const schema = read(a.out), before = [], after = []
  const enumOf = (c) => c.type.startsWith('enum ') ? c.type.slice(5).replace(/^public\./, '') : c.enum
  for (const [table, { raw, columns }] of schema.tables) {
    const names = [...columns].filter(([, c]) => !(enumOf(c) && c.arity === 'list'))
    const moved = (moves.tables.get(unescape(table)) ?? unescape(table)).split('.')
    before.push([table, sqlName(raw), names.map(([name]) => q(name))])
    after.push([table, moved.map(q).join('.'), names.map(([name, c]) => {
      const column = q(moves.columns.get(`${unescape(table)}\t${name}`) ?? name), values = moves.values.get(unescape(enumOf(c) ?? ''))
      return values ? `(CASE ${column}${postgresql ? '::text' : ''} ${values.map(([from, to]) => `WHEN ${s(to)} THEN ${s(from)}`).join(' ')} ELSE ${column}${postgresql ? '::text' : ''} END)` : column
    })])
  }
  const structure = postgresql ? STRUCTURE : SQLITE_STRUCTURE, reset = postgresql ? RESET : ''
  const wanted = play([['reset', reset], ['create', fresh], ['structure', structure]])
  if (wanted.failed) { counts.skipped++; return }
  const parts = [['reset', reset], ['create', create], ['fill', fill(schema)], ['structure', structure], ['rows', rowsOf(before)], ['up', up.out], ['reached', structure], ['moved', rowsOf(after)], ['down', down.out], ['returned', structure], ['after', rowsOf(before)]]
  const { printed, failed, err } = play(parts)
  texts['play.sql'] = parts.map(([name, sql]) => `-- ## ${name}\n${sql}`).join('\n')
  if (failed === 'create' || failed === 'fill') { counts.skipped++; return }
  counts.pairs++
  counts.renames = (counts.renames ?? 0) + told.length
  counts.rows = (counts.rows ?? 0) + printed.rows.length
  if (failed) { wrong(seed, `${failed} fails: ${err.split('\n').find((l) => /error/i.test(l)) ?? err}`, texts); return }
  const skip = unclear(schema, read(b.out))
  for (const [what, x, y, ignored] of [['up misses the new schema', wanted.printed.structure, printed.reached, skip], ['rows are not under the new names', printed.rows, printed.moved, new Set()], ['down misses the old schema', printed.structure, printed.returned, skip], ['rows are not what they were', printed.rows, printed.after, new Set()]]) {
    const gone = differences(x, y ?? [], ignored)
    if (gone) { wrong(seed, what, { ...texts, gone }); return }
  }
}

let seed = Number(options.seed)
while (counts.pairs < Number(options.count)) (options.renames ? checkRenames : check)(seed++)
console.log(`${options.provider}${options.empty ? ' (empty tables)' : options.renames ? ' (renames)' : ''}: ${Object.entries(counts).map(([name, n]) => `${n} ${name.replaceAll('_', ' ')}`).join(', ')}`)
process.exit(counts.wrong ? 1 : 0)
