// Generates random pairs of Prisma schemas: a schema and an edited copy of it.
//
// A schema is plain data until it is printed. An edit changes the data; `mend` then removes what is no longer
// valid (an index on a field that was removed, a relation to a model that was removed). The same seed gives
// the same pair.

export function random(seed) {
  let a = seed >>> 0
  const next = () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const r = {
    real: next,
    below: (n) => Math.floor(next() * n),
    chance: (p) => next() < p,
    pick: (list) => list[Math.floor(next() * list.length)],
    // Returns a random key of an object; the values are the weights.
    weighed: (table) => {
      let sum = 0
      for (const key in table) sum += table[key]
      let at = next() * sum
      for (const key in table) if ((at -= table[key]) < 0) return key
      return Object.keys(table)[0]
    },
    some: (list, n) => {
      const left = [...list], out = []
      while (out.length < n && left.length) out.push(left.splice(r.below(left.length), 1)[0])
      return out
    },
  }
  return r
}

// ---- dialects ----

const NATIVE = {
  postgresql: {
    Int: ['SmallInt', 'Integer', 'Oid'],
    BigInt: ['BigInt'],
    Float: ['Real', 'DoublePrecision'],
    Decimal: ['Decimal', 'Decimal(5,0)', 'Decimal(10,2)', 'Decimal(9,0)', 'Decimal(20,5)', 'Decimal(3,1)', 'Decimal(65,30)', 'Money'],
    Boolean: ['Boolean'],
    String: ['Text', 'VarChar', 'VarChar(1)', 'VarChar(3)', 'VarChar(10)', 'VarChar(28)', 'VarChar(40)', 'VarChar(400)', 'Char',
      'Char(1)', 'Char(4)', 'Char(5)', 'Char(11)', 'Char(33)', 'Citext', 'Inet', 'Uuid', 'Xml', 'Bit', 'Bit(1)', 'Bit(8)', 'VarBit', 'VarBit(1)', 'VarBit(8)', 'VarBit(12)'],
    DateTime: ['Timestamp', 'Timestamp(3)', 'Timestamp(6)', 'Timestamp(0)', 'Timestamptz', 'Timestamptz(3)', 'Timestamptz(6)', 'Date',
      'Time', 'Time(3)', 'Time(6)', 'Timetz', 'Timetz(2)', 'Timetz(6)'],
    Json: ['Json', 'JsonB'],
    Bytes: ['ByteA'],
  },
  cockroachdb: {
    Int: ['Int2', 'Int4', 'Oid'],
    BigInt: ['Int8'],
    Float: ['Float4', 'Float8'],
    Decimal: ['Decimal', 'Decimal(5,0)', 'Decimal(10,2)', 'Decimal(65,30)'],
    Boolean: ['Bool'],
    String: ['String', 'String(10)', 'String(40)', 'Char', 'Char(4)', 'CatalogSingleChar', 'Inet', 'Uuid', 'Bit', 'Bit(4)', 'VarBit', 'VarBit(4)'],
    DateTime: ['Timestamp', 'Timestamp(3)', 'Timestamp(6)', 'Timestamptz', 'Timestamptz(6)', 'Timestamptz(2)', 'Date', 'Time', 'Time(6)', 'Time(1)', 'Timetz', 'Timetz(6)'],
    Json: ['JsonB'],
    Bytes: ['Bytes'],
  },
  sqlite: {},
}

const SCALARS = { Int: 5, BigInt: 2, Float: 2, Decimal: 2, Boolean: 2, String: 7, DateTime: 3, Json: 1, Bytes: 1 }

const LITERALS = {
  Int: ['0', '1', '-7', '42', '2147483647'],
  BigInt: ['0', '1', '-7', '42', '9007199254740993'],
  Float: ['0', '1.5', '1.50', '-0.25', '3', '100000.125', '0.000000010'],
  Decimal: ['0', '12.34', '12.340', '"12.3400"', '-5', '1000000.000001'],
  Boolean: ['true', 'false'],
  String: ['""', '"x"', '"it\'s"', '"a \\"b\\" \\\\ c"', '"a\\nb"', '"ü €"', '"100%"', '"-- no comment"'],
  DateTime: ['"2021-01-02T03:04:05.678+00:00"', '"2020-02-29T00:00:00Z"', '"1999-12-31T23:59:59+02:00"'],
  Json: ['"{}"', '"{\\"b\\": 1,   \\"a\\": [1, \\"it\'s\\"]}"', '"{\\"a\\":[1,\\"it\'s\\"],\\"b\\":1}"', '"[]"', '"null"', '"1"', '"1.0"', '"\\"x\\""'],
  Bytes: ['"aGVsbG8="', '""', '"AAEC"'],
}

const FUNCTIONS = {
  String: ['uuid()', 'cuid()', 'ulid()', 'nanoid()', 'uuid(7)', 'dbgenerated("gen_random_uuid()")', 'dbgenerated("GEN_RANDOM_UUID()")', 'dbgenerated()'],
  DateTime: ['now()', 'now()', 'dbgenerated("CURRENT_DATE")'],
  Int: ['autoincrement()', 'dbgenerated("1 + 1")'],
  BigInt: ['autoincrement()'],
  Json: ['dbgenerated("\'{}\'")'],
}

const ACTIONS = ['Cascade', 'Restrict', 'NoAction', 'SetNull', 'SetDefault']
const is = (type, ...natives) => (f) => !f.enum && !f.unsupported && f.arity !== 'list' && f.type === type && natives.includes(f.native ?? '')
const METHODS = [
  { type: null, fits: () => true, ops: [null, 'raw("int4_ops")'] },
  { type: 'BTree', fits: () => true, ops: [null, 'raw("text_pattern_ops")'] },
  { type: 'Hash', fits: () => true, ops: [null] },
  { type: 'Gin', fits: is('Json', '', 'JsonB'), ops: [null, 'JsonbOps', 'JsonbPathOps'] },
  { type: 'Gin', fits: (f) => f.arity === 'list' && !f.unsupported, ops: [null, 'ArrayOps', 'raw("array_ops")'] },
  { type: 'Gist', fits: is('String', 'Inet'), ops: ['InetOps'] },
  { type: 'SpGist', fits: is('String', '', 'Text'), ops: [null, 'TextOps'] },
  { type: 'SpGist', fits: is('String', 'Inet'), ops: ['InetOps'] },
  { type: 'Brin', fits: is('Int', '', 'Integer'), ops: [null, 'Int4MinMaxOps', 'Int4BloomOps', 'Int4MinMaxMultiOps'] },
  { type: 'Brin', fits: is('String', 'Uuid'), ops: [null, 'UuidBloomOps'] },
  { type: 'Brin', fits: is('DateTime', '', 'Timestamp(3)'), ops: [null, 'TimestampMinMaxOps'] },
]
const UNSUPPORTED = ['tsvector', 'point', 'money', 'circle', 'name', 'int4range', 'interval']

// ---- names ----

const WORDS = ['user', 'post', 'item', 'order', 'tag', 'team', 'note', 'file', 'role', 'event', 'price', 'total', 'email', 'name', 'title', 'body', 'state', 'kind', 'rank', 'code', 'flag', 'slug', 'owner', 'score']

function fresh(s, r, upper) {
  for (;;) {
    let name = r.pick(WORDS) + (r.chance(0.5) ? '' : (r.chance(0.3) ? '_' : '') + r.pick(WORDS)) + (r.chance(0.6) ? '' : r.below(100))
    if (upper) name = name[0].toUpperCase() + name.slice(1)
    if (r.chance(0.02)) name = name.repeat(8).slice(0, 58 + r.below(8))
    if (!s.taken.has(name.toLowerCase())) {
      s.taken.add(name.toLowerCase())
      return name
    }
  }
}

// Returns a name for the database; a few need quotes.
function mapped(s, r) {
  const name = fresh(s, r, false)
  return r.chance(0.06) ? name + r.pick([' x', '-y', 'É', '€uro', ' "q"']) : r.chance(0.1) ? name.toUpperCase() : name
}

// ---- schemas ----

const scalarOf = (field) => field.enum || field.unsupported ? null : field.type

function defaultFor(s, r, field) {
  if (field.unsupported) return r.chance(0.1) ? 'dbgenerated("null")' : null
  if (field.enum) {
    const e = s.enums.find((x) => x.name === field.enum)
    if (!e) return null
    const value = () => r.pick(e.values).name
    return field.arity === 'list' ? `[${Array.from({ length: r.below(3) }, value).join(', ')}]` : value()
  }
  if (field.arity === 'list') {
    if (field.type === 'Json' && s.provider === 'cockroachdb') return null
    return `[${Array.from({ length: r.below(3) }, () => r.pick(LITERALS[field.type])).join(', ')}]`
  }
  const functions = FUNCTIONS[field.type]
  if (functions && r.chance(0.35)) {
    const f = r.pick(functions)
    if (f !== 'autoincrement()' || (s.provider === 'postgresql' && r.chance(0.5)) || (s.provider === 'cockroachdb' && field.type === 'BigInt')) return f
  }
  return r.pick(LITERALS[field.type])
}

function typeFor(s, r, field) {
  delete field.enum
  delete field.native
  delete field.unsupported
  if (s.enums.length && r.chance(0.15)) {
    field.enum = r.pick(s.enums).name
    return
  }
  if (r.chance(0.015)) {
    field.unsupported = r.pick(UNSUPPORTED)
    return
  }
  field.type = r.weighed(SCALARS)
  const natives = NATIVE[s.provider][field.type]
  if (natives && r.chance(0.35)) field.native = r.pick(natives)
}

function newField(s, r, m) {
  const field = { name: fresh({ taken: m.taken }, r, false), arity: r.weighed(s.provider === 'sqlite' ? { required: 6, optional: 4 } : { required: 6, optional: 4, list: 1 }) }
  typeFor(s, r, field)
  if (field.type === 'Json' && field.arity === 'list' && s.provider === 'cockroachdb') field.arity = 'optional'
  if (r.chance(0.12)) field.map = mapped({ taken: m.taken }, r)
  if (r.chance(0.35)) field.default = defaultFor(s, r, field)
  if (field.type === 'DateTime' && !field.enum && field.arity !== 'list' && r.chance(0.15)) field.updatedAt = true
  if (field.arity !== 'list' && r.chance(0.08)) field.unique = { map: r.chance(0.2) ? mapped(s, r) : null, sort: r.chance(0.1) ? 'Desc' : null }
  if (r.chance(0.02)) field.ignore = true
  return field
}

const sequence = (r) => `sequence(${r.some(['start: 5', 'increment: 2', 'minValue: 10', 'maxValue: 200', 'cache: 4', 'virtual: true'], r.below(3)).join(', ')})`

function newId(s, r, m) {
  const kind = r.weighed({ serial: 5, int: 1, text: 4, bigint: 1, compound: 2, none: 0.5 })
  const id = { name: m.taken.has('id') ? fresh({ taken: m.taken }, r, false) : 'id', arity: 'required', isId: true }
  m.taken.add('id')
  if (kind === 'serial' && s.provider !== 'cockroachdb') Object.assign(id, { type: 'Int', default: 'autoincrement()' })
  else if (kind === 'serial' || kind === 'bigint') Object.assign(id, { type: 'BigInt', default: r.chance(0.7) && s.provider !== 'sqlite' ? 'autoincrement()' : null })
  else if (kind === 'int') Object.assign(id, { type: 'Int' })
  else Object.assign(id, { type: 'String', default: r.pick(['uuid()', 'cuid()', null]) })
  if (s.provider === 'cockroachdb' && (kind === 'int' || kind === 'bigint') && r.chance(0.4)) id.default = sequence(r)
  if (r.chance(0.1) && s.provider !== 'sqlite') m.idMap = mapped(s, r)
  if (kind === 'compound' || kind === 'none') {
    id.isId = false
    const other = { name: fresh({ taken: m.taken }, r, false), arity: 'required', type: r.pick(['Int', 'String']) }
    id.default = null
    if (kind === 'compound') m.id = r.chance(0.5) ? [id.name, other.name] : [other.name, id.name]
    else id.unique = { map: null, sort: null }
    return [id, other]
  }
  return [id]
}

function newIndex(s, r, m, unique) {
  const usable = m.fields.filter((f) => !f.unsupported && (unique || s.provider !== 'cockroachdb' || f.type !== 'Json') && f.type !== 'Json' && f.native !== 'Xml')
  if (!usable.length) return null
  const fields = r.some(usable, r.weighed({ 1: 5, 2: 3, 3: 1 }) | 0)
  const index = { unique, fields: fields.map((f) => ({ name: f.name, sort: r.chance(0.12) ? r.pick(['Asc', 'Desc']) : null, ops: null })), map: r.chance(0.2) ? mapped(s, r) : null, type: null }
  if (s.provider === 'postgresql' && !unique && r.chance(0.3)) {
    const field = r.pick(m.fields), row = r.pick(METHODS.filter((x) => x.fits(field)))
    index.type = row.type
    index.fields = [{ name: field.name, sort: null, ops: r.pick(row.ops) }]
  }
  const inverted = m.fields.filter((f) => !f.enum && (f.type === 'Json' || f.arity === 'list') && !f.unsupported)
  if (s.provider === 'cockroachdb' && !unique && inverted.length && r.chance(0.3)) {
    index.type = 'Gin'
    index.fields = [{ name: r.pick(inverted).name, sort: null, ops: null }]
  }
  const compared = r.pick(m.fields)
  const value = compared.enum ? s.enums.find((e) => e.name === compared.enum)?.values[0].name : { Boolean: 'true', Int: '5', String: 'x' }[compared.native ? '' : compared.type]
  if (s.partial && value && compared.arity !== 'list' && !compared.unsupported && r.chance(0.2)) index.where = `{ ${compared.name}: ${compared.enum || compared.type === 'String' ? q(value) : value} }`
  else if (s.partial && r.chance(0.15)) index.where = r.pick(['raw("1 = 1")', `{ ${r.pick(m.fields).name}: null }`, `{ ${r.pick(m.fields).name}: { not: null } }`])
  return index
}

function newModel(s, r) {
  const m = { name: fresh(s, r, true), taken: new Set(), fields: [], indexes: [], id: null, idMap: null }
  if (r.chance(0.25)) m.map = mapped(s, r)
  if (s.schemas) m.schema = r.pick(s.schemas)
  m.fields.push(...newId(s, r, m))
  const count = 1 + r.below(6)
  for (let i = 0; i < count; i++) m.fields.push(newField(s, r, m))
  if (r.chance(0.3)) m.fields.sort(() => r.real() - 0.5)
  for (let i = r.below(3); i > 0; i--) {
    const index = newIndex(s, r, m, r.chance(0.4))
    if (index) m.indexes.push(index)
  }
  return m
}

function newEnum(s, r) {
  const e = { name: fresh(s, r, true), values: [], taken: new Set() }
  for (let i = 1 + r.below(4); i > 0; i--) e.values.push(newValue(e, r))
  if (r.chance(0.2)) e.map = mapped(s, r)
  if (s.schemas) e.schema = r.pick(s.schemas)
  return e
}

function newValue(e, r) {
  const name = fresh({ taken: e.taken }, r, false).toUpperCase()
  return { name, map: r.chance(0.1) ? name.toLowerCase() + r.pick(['', '-x', ' y', "'s"]) : null }
}

// Returns the keys that a foreign key can reference: those whose fields are required.
function keysOf(m) {
  const keys = []
  if (m.id) keys.push(m.id)
  for (const f of m.fields) if (f.isId || (f.unique && f.arity === 'required')) keys.push([f.name])
  for (const i of m.indexes) if (i.unique && !i.where && i.fields.every((p) => m.fields.find((f) => f.name === p.name)?.arity === 'required')) keys.push(i.fields.map((p) => p.name))
  return keys.filter((k) => k.every((n) => m.fields.some((f) => f.name === n && !f.unsupported)))
}

function newRelation(s, r) {
  const to = r.pick(s.models), from = r.chance(0.1) ? to : r.pick(s.models)
  if (r.chance(0.15)) {
    if (![from, to].every((m) => m.fields.some((f) => f.isId))) return null
    const other = s.relations.some((x) => [x.from, x.to].sort().join() === [from.name, to.name].sort().join())
    return { kind: 'many', from: from.name, to: to.name, name: other || from === to || r.chance(0.5) ? fresh(s, r, true) : null, a: fresh({ taken: from.taken }, r, false), b: fresh({ taken: to.taken }, r, false) }
  }
  const keys = keysOf(to)
  if (!keys.length) return null
  const refs = r.pick(keys)
  const optional = r.chance(0.35), mixed = refs.length > 1 && r.chance(0.3)
  const fields = refs.map((name) => {
    const target = to.fields.find((f) => f.name === name)
    const field = { name: fresh({ taken: from.taken }, r, false), arity: optional !== (mixed && name === refs[0]) ? 'optional' : 'required', type: target.type, enum: target.enum, native: target.native }
    if (r.chance(0.1)) field.map = mapped({ taken: from.taken }, r)
    from.fields.push(field)
    return field.name
  })
  const one = r.chance(0.15)
  if (one && fields.length === 1) from.fields.find((f) => f.name === fields[0]).unique = { map: null, sort: null }
  else if (one) from.indexes.push({ unique: true, fields: fields.map((name) => ({ name })), map: null, type: null })
  return {
    kind: 'one', from: from.name, to: to.name, name: fresh(s, r, true), fields, refs, one, optional,
    a: fresh({ taken: from.taken }, r, false), b: fresh({ taken: to.taken }, r, false),
    onDelete: r.chance(0.4) ? r.pick(ACTIONS) : null, onUpdate: r.chance(0.25) ? r.pick(ACTIONS) : null,
    map: s.provider !== 'sqlite' && r.chance(0.1) ? mapped(s, r) : null,
  }
}

export function newSchema(r, provider) {
  const s = { provider, taken: new Set(['id']), enums: [], models: [], relations: [], schemas: null, partial: r.chance(0.12), extensions: null, keyless: r.chance(0.03) }
  if (provider !== 'sqlite' && r.chance(0.12)) s.schemas = ['base', 'other', 'public'].slice(0, 1 + r.below(3))
  if (provider === 'postgresql' && r.chance(0.05)) s.extensions = r.some(['citext', 'pgcrypto(version: "1.3")', 'hstore(schema: "public")'], 1 + r.below(2))
  for (let i = r.below(4); i > 0; i--) s.enums.push(newEnum(s, r))
  for (let i = 1 + r.below(5); i > 0; i--) s.models.push(newModel(s, r))
  for (let i = r.below(4); i > 0; i--) {
    const relation = newRelation(s, r)
    if (relation) s.relations.push(relation)
  }
  mend(s)
  return s
}

// ---- removing what is no longer valid ----

function mend(s) {
  const model = (name) => s.models.find((m) => m.name === name)
  for (const m of s.models) {
    const field = (name) => m.fields.find((f) => f.name === name)
    for (const f of m.fields) {
      if (f.enum && !s.enums.some((e) => e.name === f.enum)) { delete f.enum; f.type ??= 'String'; f.default = null }
      if (f.enum && f.default && !f.default.startsWith('[') && !f.default.startsWith('db')) {
        const e = s.enums.find((x) => x.name === f.enum)
        if (!e.values.some((v) => v.name === f.default)) f.default = null
      }
      if (f.enum && f.default?.startsWith('[')) {
        const e = s.enums.find((x) => x.name === f.enum)
        if (f.default.slice(1, -1).split(', ').some((v) => v && !e.values.some((x) => x.name === v))) f.default = null
      }
      if (f.isId) f.arity = 'required'
      if (f.native === 'Oid' && f.default === 'autoincrement()') f.default = null
      if (f.arity !== 'required' && f.default === 'autoincrement()') f.default = null
      if (f.arity === 'list') { f.unique = null; if (f.default && !f.default.startsWith('[')) f.default = null } else if (f.default?.startsWith('[')) f.default = null
      if (f.isId && (f.unsupported || f.type === 'Json')) f.isId = false
    }
    m.indexes = m.indexes.filter((i) => i.fields.every((p) => field(p.name)))
    for (const i of m.indexes) if (i.where && /^{ (\w+)/.test(i.where) && !field(/^{ (\w+)/.exec(i.where)[1])) delete i.where
    // Indexes on the same columns would have the same default name.
    const seen = new Map()
    for (const i of m.indexes) {
      const key = i.unique + ' ' + i.fields.map((p) => p.name).join()
      const count = (seen.get(key) ?? 0) + 1
      seen.set(key, count)
      if ((count > 1 || (i.unique && i.fields.length === 1 && field(i.fields[0].name).unique)) && !i.map) i.map = `${m.name.slice(0, 20)}_${i.fields[0].name.slice(0, 20)}_${count}`
    }
    if (m.id && !(m.id.every((n) => field(n)?.arity === 'required'))) m.id = null
    const ids = m.fields.filter((f) => f.isId)
    if (m.id) for (const f of ids) f.isId = false
    else for (const f of ids.slice(1)) f.isId = false
    if (!m.id && !ids.length && !m.fields.some((f) => f.unique && f.arity === 'required') && !m.indexes.some((i) => i.unique && i.fields.every((p) => field(p.name).arity === 'required'))) {
      const f = m.fields.find((x) => x.arity === 'required' && !x.unsupported && x.type !== 'Json')
      if (f) f.isId = true
      else m.fields.unshift({ name: m.taken.has('id') ? 'id_' : 'id', arity: 'required', type: 'String', isId: true })
    }
  }
  s.relations = s.relations.filter((x) => {
    const from = model(x.from), to = model(x.to)
    if (!from || !to) return false
    if (x.kind === 'many') return [from, to].every((m) => m.fields.some((f) => f.isId))
    if (!x.fields.every((n) => from.fields.some((f) => f.name === n)) || !x.refs.every((n) => to.fields.some((f) => f.name === n))) return false
    if (!keysOf(to).some((k) => k.join() === x.refs.join())) return false
    x.refs.forEach((n, i) => {
      const target = to.fields.find((f) => f.name === n), f = from.fields.find((g) => g.name === x.fields[i])
      if (f === target) return
      if (f.type !== target.type || f.enum !== target.enum) { f.type = target.type; f.enum = target.enum; f.native = target.native; f.default = null; f.updatedAt = false }
      if (f.arity === 'list') f.arity = 'optional'
    })
    return true
  })
}

// ---- edits ----

const copy = (x) => structuredClone(x)

// Swaps the database names of two items.
function exchange(list, r, name) {
  const [a, b] = r.some(list, 2)
  if (!b) return
  const names = [name(a), name(b)]
  a.map = names[1]
  b.map = names[0]
}

const EDITS = {
  addModel: [3, (s, r) => s.models.splice(r.below(s.models.length + 1), 0, newModel(s, r))],
  dropModel: [2, (s, r) => s.models.length > 1 && s.models.splice(r.below(s.models.length), 1)],
  moveModel: [1, (s, r) => s.models.push(s.models.splice(r.below(s.models.length), 1)[0])],
  renameModelTable: [1, (s, r) => { const m = r.pick(s.models); m.map = m.map && r.chance(0.5) ? null : mapped(s, r) }],
  renameModel: [1, (s, r) => {
    const m = r.pick(s.models), was = m.name
    m.map ??= was
    m.name = fresh(s, r, true)
    for (const x of s.relations) { if (x.from === was) x.from = m.name; if (x.to === was) x.to = m.name }
  }],
  exchangeTables: [0.2, (s, r) => exchange(s.models.filter((m) => m.schema === s.models[0].schema), r, (m) => m.map ?? m.name)],
  exchangeColumns: [0.5, (s, r) => exchange(r.pick(s.models).fields, r, (f) => f.map ?? f.name)],
  exchangeIndexes: [0.5, (s, r) => { const m = r.pick(s.models); exchange(m.indexes, r, (i) => i.map ?? `${(m.map ?? m.name).slice(0, 20)}_x${m.indexes.indexOf(i)}`) }],
  classes: [1, (s, r) => { for (const m of s.models) for (const i of m.indexes) { const f = i.type && i.fields.length === 1 && m.fields.find((x) => x.name === i.fields[0].name), row = f && METHODS.find((x) => x.type === i.type && x.fits(f)); if (row) i.fields[0].ops = r.pick(row.ops.filter((ops) => !/^raw/.test(ops ?? ''))) } }],
  modelToEnum: [0.3, (s, r) => {
    if (s.models.length < 2) return
    const [m] = s.models.splice(r.below(s.models.length), 1)
    s.enums.push({ name: m.name, map: m.map, schema: m.schema, values: [{ name: 'A', map: null }], taken: new Set(['a']) })
  }],
  namesInPassing: [0.3, (s, r) => {
    const e = r.pick(s.enums), m = r.pick(s.models)
    if (e && !s.enums.some((x) => x.name === `${e.name}_old`)) s.enums.push({ ...newEnum(s, r), name: `${e.name}_old`, map: e.map && `${e.map}_new` })
    if (!s.models.some((x) => x.map === `new_${m.map ?? m.name}`)) s.models.push({ ...newModel(s, r), map: `new_${m.map ?? m.name}` })
  }],
  keyless: [0.3, (s) => { s.keyless = !s.keyless }],
  addField: [8, (s, r) => { const m = r.pick(s.models); m.fields.splice(r.below(m.fields.length + 1), 0, newField(s, r, m)) }],
  dropField: [5, (s, r) => { const m = r.pick(s.models); if (m.fields.length > 1) m.fields.splice(r.below(m.fields.length), 1) }],
  moveField: [1, (s, r) => { const m = r.pick(s.models); m.fields.push(m.fields.splice(r.below(m.fields.length), 1)[0]) }],
  mapField: [2, (s, r) => { const m = r.pick(s.models), f = r.pick(m.fields); f.map = f.map && r.chance(0.5) ? null : mapped({ taken: m.taken }, r) }],
  retype: [6, (s, r) => { const f = r.pick(r.pick(s.models).fields); typeFor(s, r, f); f.updatedAt = false; f.default = r.chance(0.4) ? defaultFor(s, r, f) : null }],
  nativeType: [5, (s, r) => {
    const f = r.pick(r.pick(s.models).fields), list = NATIVE[s.provider][scalarOf(f)]
    if (list) f.native = r.chance(0.2) ? null : r.pick(list)
  }],
  arity: [5, (s, r) => { const f = r.pick(r.pick(s.models).fields); f.arity = r.pick(s.provider === 'sqlite' ? ['required', 'optional'] : ['required', 'optional', 'optional', 'list']) }],
  redefault: [6, (s, r) => { const f = r.pick(r.pick(s.models).fields); f.default = r.chance(0.3) ? null : defaultFor(s, r, f) }],
  sequence: [0.5, (s, r) => { for (const m of s.models) for (const f of m.fields) if (f.default?.startsWith('sequence')) f.default = sequence(r) }],
  autoincrement: [1, (s, r) => {
    const f = r.pick(r.pick(s.models).fields.filter((x) => x.type === 'Int' || x.type === 'BigInt').concat([null]))
    if (f && !f.enum) f.default = f.default === 'autoincrement()' ? null : 'autoincrement()'
  }],
  unique: [3, (s, r) => { const f = r.pick(r.pick(s.models).fields); f.unique = f.unique ? null : { map: null, sort: null } }],
  addIndex: [4, (s, r) => { const m = r.pick(s.models), i = newIndex(s, r, m, r.chance(0.4)); if (i) m.indexes.push(i) }],
  dropIndex: [2, (s, r) => { const m = r.pick(s.models); m.indexes.splice(r.below(m.indexes.length || 1), 1) }],
  renameIndex: [3, (s, r) => { const m = r.pick(s.models.filter((x) => x.indexes.length).concat(s.models[0])); if (m.indexes.length) { const i = r.pick(m.indexes); i.map = i.map ? null : mapped(s, r) } }],
  sortIndex: [1, (s, r) => { const m = r.pick(s.models); if (m.indexes.length) r.pick(r.pick(m.indexes).fields).sort = r.pick(['Asc', 'Desc', null]) }],
  rekey: [2, (s, r) => {
    const m = r.pick(s.models), usable = m.fields.filter((f) => f.arity === 'required' && !f.unsupported && f.type !== 'Json')
    if (!usable.length) return
    for (const f of m.fields) f.isId = false
    m.id = null
    if (r.chance(0.15)) { for (const f of r.some(usable, 1)) f.unique = { map: null, sort: null }; return }
    const fields = r.some(usable, 1 + r.below(2))
    if (fields.length === 1) fields[0].isId = true
    else m.id = fields.map((f) => f.name)
  }],
  renameKey: [1, (s, r) => { const m = r.pick(s.models); if (s.provider !== 'sqlite') m.idMap = m.idMap ? null : mapped(s, r) }],
  keyToUnique: [1, (s, r) => {
    const m = r.pick(s.models), f = m.fields.find((x) => x.isId), u = m.fields.find((x) => x.unique && x.arity === 'required')
    if (f && r.chance(0.5)) { f.isId = false; f.unique = { map: null, sort: null } } else if (u && !m.id) { for (const x of m.fields) x.isId = false; u.unique = null; u.isId = true }
  }],
  addEnum: [2, (s, r) => s.enums.push(newEnum(s, r))],
  dropEnum: [1, (s, r) => s.enums.splice(r.below(s.enums.length || 1), 1)],
  renameEnumType: [1, (s, r) => { const e = r.pick(s.enums); if (e) e.map = e.map ? null : mapped(s, r) }],
  addValue: [4, (s, r) => { const e = r.pick(s.enums); if (e) e.values.splice(r.below(e.values.length + 1), 0, newValue(e, r)) }],
  dropValue: [3, (s, r) => { const e = r.pick(s.enums); if (e && e.values.length > 1) e.values.splice(r.below(e.values.length), 1) }],
  mapValue: [1, (s, r) => { const e = r.pick(s.enums); if (e) { const v = r.pick(e.values); v.map = v.map ? null : v.name.toLowerCase() } }],
  moveValue: [0.5, (s, r) => { const e = r.pick(s.enums); if (e) e.values.reverse() }],
  addRelation: [4, (s, r) => { const x = newRelation(s, r); if (x) s.relations.splice(r.below(s.relations.length + 1), 0, x) }],
  dropRelation: [2, (s, r) => s.relations.splice(r.below(s.relations.length || 1), 1)],
  actions: [3, (s, r) => { const x = r.pick(s.relations); if (x?.kind === 'one') { x.onDelete = r.pick([...ACTIONS, null]); x.onUpdate = r.pick([...ACTIONS, null, null]) } }],
  renameRelationKey: [2, (s, r) => { const x = r.pick(s.relations); if (x?.kind === 'one' && s.provider !== 'sqlite') x.map = x.map ? null : mapped(s, r) }],
  optionalRelation: [2, (s, r) => {
    const x = r.pick(s.relations)
    if (x?.kind !== 'one') return
    x.optional = !x.optional
    const m = s.models.find((y) => y.name === x.from)
    if (!m) return
    for (const n of x.fields) { const f = m.fields.find((y) => y.name === n); if (f && !f.isId) f.arity = x.optional ? 'optional' : 'required' }
  }],
  moveToSchema: [1, (s, r) => { if (s.schemas) r.pick([...s.models, ...s.enums]).schema = r.pick(s.schemas) }],
  extensions: [0.5, (s, r) => { if (s.provider === 'postgresql') s.extensions = r.some(['citext', r.pick(['pgcrypto(version: "1.3")', 'pgcrypto', 'pgcrypto(version: "1.2")']), 'hstore(schema: "public")', 'uuid_ossp(map: "uuid-ossp")'], 1 + r.below(2)) }],
}
const WEIGHTS = Object.fromEntries(Object.entries(EDITS).map(([name, [weight]]) => [name, weight]))

export function edit(s, r) {
  const edited = copy(s)
  for (let i = r.weighed({ 1: 3, 2: 3, 3: 2, 5: 2, 10: 1 }) | 0; i > 0; i--) EDITS[r.weighed(WEIGHTS)][1](edited, r)
  mend(edited)
  return edited
}

// ---- printing ----

const q = (text) => JSON.stringify(text)

function fieldText(s, m, f) {
  let type = f.enum ?? (f.unsupported ? `Unsupported(${q(f.unsupported)})` : f.type)
  type += { required: '', optional: '?', list: '[]' }[f.arity]
  const out = [f.name, type]
  if (f.isId) out.push(m.idMap ? `@id(map: ${q(m.idMap)})` : '@id')
  if (f.default) out.push(`@default(${f.default})`)
  if (f.unique && !f.isId) {
    const args = [f.unique.map && `map: ${q(f.unique.map)}`, f.unique.sort && `sort: ${f.unique.sort}`].filter(Boolean)
    out.push(args.length ? `@unique(${args.join(', ')})` : '@unique')
  }
  if (f.updatedAt && !f.enum && f.type === 'DateTime' && f.arity !== 'list') out.push('@updatedAt')
  if (f.map) out.push(`@map(${q(f.map)})`)
  if (f.native && !f.enum && !f.unsupported) out.push(`@db.${f.native}`)
  if (f.ignore) out.push('@ignore')
  return '  ' + out.join(' ')
}

function indexText(i) {
  const fields = i.fields.map((p) => {
    const args = [p.ops && `ops: ${p.ops}`, p.sort && `sort: ${p.sort}`].filter(Boolean)
    return p.name + (args.length ? `(${args.join(', ')})` : '')
  })
  const args = [`[${fields.join(', ')}]`, i.map && `map: ${q(i.map)}`, i.type && `type: ${i.type}`, i.where && `where: ${i.where}`].filter(Boolean)
  return `  @@${i.unique ? 'unique' : 'index'}(${args.join(', ')})`
}

function relationTexts(s, m) {
  const out = []
  for (const x of s.relations) {
    const many = x.kind === 'many'
    if (x.from === m.name) {
      const args = x.name ? [q(x.name)] : []
      if (!many) args.push(`fields: [${x.fields.join(', ')}]`, `references: [${x.refs.join(', ')}]`)
      const nullable = !many && x.fields.every((n) => m.fields.find((f) => f.name === n).arity === 'optional')
      const allowed = (action) => action && (!s.keyless || !/Set/.test(action)) && (action !== 'SetNull' || nullable || s.provider === 'postgresql')
      if (allowed(x.onDelete)) args.push(`onDelete: ${x.onDelete}`)
      if (allowed(x.onUpdate)) args.push(`onUpdate: ${x.onUpdate}`)
      if (x.map && !s.keyless) args.push(`map: ${q(x.map)}`)
      const optional = !many && x.fields.some((n) => m.fields.find((f) => f.name === n).arity === 'optional')
      out.push(`  ${x.a} ${x.to}${many ? '[]' : optional ? '?' : ''}${args.length ? ` @relation(${args.join(', ')})` : ''}`)
    }
    if (x.to === m.name) {
      const unique = !many && uniqueOver(s.models.find((y) => y.name === x.from), x.fields)
      out.push(`  ${x.b} ${x.from}${unique && x.one ? '?' : '[]'}${x.name ? ` @relation(${q(x.name)})` : ''}`)
    }
  }
  return out
}

function uniqueOver(m, names) {
  if (names.length === 1 && m.fields.some((f) => f.name === names[0] && (f.unique || f.isId))) return true
  return (m.id && m.id.join() === names.join()) || m.indexes.some((i) => i.unique && i.fields.map((p) => p.name).join() === names.join())
}

export function print(s) {
  const out = []
  const previews = [s.partial && '"partialIndexes"', s.extensions && '"postgresqlExtensions"'].filter(Boolean)
  if (previews.length) out.push('generator client {', '  provider = "prisma-client"', `  previewFeatures = [${previews.join(', ')}]`, '}', '')
  out.push('datasource db {', `  provider = "${s.provider}"`)
  if (s.keyless) out.push('  relationMode = "prisma"')
  if (s.schemas) out.push(`  schemas = [${s.schemas.map(q).join(', ')}]`)
  if (s.extensions) out.push(`  extensions = [${s.extensions.join(', ')}]`)
  out.push('}', '')
  for (const e of s.enums) {
    out.push(`enum ${e.name} {`)
    for (const v of e.values) out.push(`  ${v.name}${v.map ? ` @map(${q(v.map)})` : ''}`)
    if (e.map) out.push(`  @@map(${q(e.map)})`)
    if (s.schemas) out.push(`  @@schema(${q(e.schema)})`)
    out.push('}', '')
  }
  for (const m of s.models) {
    out.push(`model ${m.name} {`)
    for (const f of m.fields) out.push(fieldText(s, m, f))
    out.push(...relationTexts(s, m))
    if (m.id) out.push(`  @@id([${m.id.join(', ')}]${m.idMap ? `, map: ${q(m.idMap)}` : ''})`)
    for (const i of m.indexes) out.push(indexText(i))
    if (m.map) out.push(`  @@map(${q(m.map)})`)
    if (s.schemas) out.push(`  @@schema(${q(m.schema)})`)
    out.push('}', '')
  }
  return out.join('\n')
}

// Returns the pair of a seed: two texts.
export function pair(seed, provider) {
  const r = random(seed)
  const old = newSchema(r, provider)
  return [print(old), print(edit(old, r))]
}

// ---- renames ----

// Chooses new names for some items of a list: swapped, shifted or new ones.
function rename(list, r, name, fresh, told) {
  const chosen = r.some(list, r.below(list.length + 1))
  const names = chosen.map(name)
  const pool = r.some([...names, ...chosen.slice(0, 1 + r.below(2)).map(() => fresh())], names.length + 2)
  chosen.forEach((thing, i) => { thing.map = pool[i] })
  // An item may have got its own name again.
  chosen.forEach((thing, i) => { if (thing.map !== names[i]) told(thing, names[i], thing.map) })
}

// Renames all fields, so that no field has the name of another field's column.
function detach(s) {
  for (const m of s.models) {
    const names = new Map(m.fields.map((f, i) => [f.name, `field${i}`]))
    for (const f of m.fields) { f.map ??= f.name; f.name = names.get(f.name) }
    m.id = m.id?.map((name) => names.get(name))
    for (const i of m.indexes) { delete i.where; for (const p of i.fields) p.name = names.get(p.name) }
    for (const x of s.relations) {
      if (x.kind === 'one' && x.from === m.name) x.fields = x.fields.map((name) => names.get(name))
      if (x.kind === 'one' && x.to === m.name) x.refs = x.refs.map((name) => names.get(name))
    }
  }
}

const part = (name) => name.replace(/[.=\\]/g, '\\$&')

// Returns {old, next, told, moves}: the texts of a schema before and after random renames, the arguments of
// -r, and maps from the old names in the database to the new ones.
export function renamedPair(seed, provider) {
  const r = random(seed), s = newSchema(r, provider)
  detach(s)
  const next = copy(s), told = [], moves = { tables: new Map(), columns: new Map(), values: new Map() }
  const path = (thing) => (thing.schema ? `${part(thing.schema)}.` : '') + part(thing.map ?? thing.name)
  const raw = (thing) => [thing.schema && thing.schema !== 'public' ? thing.schema : null, thing.map ?? thing.name].filter(Boolean).join('.')
  s.models.forEach((m, i) => rename(next.models[i].fields, r, (f) => f.map ?? f.name, () => mapped({ taken: m.taken }, r), (f, from, to) => {
    told.push(`${path(m)}.${part(from)}=${part(to)}`)
    moves.columns.set(`${raw(m)}\t${from}`, to)
  }))
  s.enums.forEach((e, i) => rename(next.enums[i].values, r, (v) => v.map ?? v.name, () => mapped({ taken: e.taken }, r), (v, from, to) => {
    told.push(`${path(e)}.${part(from)}=${part(to)}`)
    moves.values.set(raw(e), [...(moves.values.get(raw(e)) ?? []), [from, to]])
  }))
  for (const schema of s.schemas ?? [null])
    for (const kind of ['models', 'enums']) {
      const originals = s[kind].filter((x) => (x.schema ?? null) === schema), list = next[kind].filter((x) => (x.schema ?? null) === schema)
      rename(list, r, (x) => x.map ?? x.name, () => mapped(s, r), (x, from, to) => {
        const original = originals[list.indexOf(x)]
        told.push(`${path(original)}=${part(to)}`)
        if (kind === 'models') moves.tables.set(raw(original), raw(x))
      })
    }
  return { old: print(s), next: print(next), told, moves }
}
