#!/usr/bin/env node
// prisma.mjs deploy|diagnose FOLDER, applied FOLDER NAME, rolledback NAME: does what Prisma Migrate does to
// the database in $DATABASE_URL, with Prisma's own engine; prints JSON.
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'

const require = createRequire(import.meta.url)
const here = path.dirname(fileURLToPath(import.meta.url))

// Changes to Prisma's drivers that make the engine behave as in Prisma Migrate up to 7.3: [original text,
// new text]. The changed copies are next to the originals.
const mends = {
  '@prisma/adapter-pg/dist/index.mjs': [
    ['    case ScalarColumnType.BPCHAR:', '    case 18: return ColumnTypeEnum.Character;\n    case ScalarColumnType.BPCHAR:'],
    ['script.split(";").map((stmt) => stmt.trim()).filter((stmt) => stmt.length > 0)', '[script]'],
  ],
  '@prisma/adapter-libsql/dist/index-node.mjs': [
    ['error.message.startsWith("no such table")', 'error.message.replace("SQLITE_ERROR: ", "").startsWith("no such table")'],
    ['async executeRaw(query) {', 'async executeRaw(query) {\n    if (!query.args?.length) { await this.client.executeMultiple(query.sql); return 0; }'],
  ],
}

async function mended(file) {
  const from = path.join(here, 'node_modules', file), to = from.replace(/\.mjs$/, `.mended-${process.pid}.mjs`)
  let text = fs.readFileSync(from, 'utf8')
  for (const [stands, should] of mends[file]) {
    if (!text.includes(stands)) throw new Error(`${file} has changed: ${stands}`)
    text = text.replace(stands, () => should)
  }
  fs.writeFileSync(to, text)
  try { return await import(to) } finally { fs.rmSync(to) }
}

async function adapter(url) {
  if (!url.startsWith('postgres')) {
    const { PrismaLibSql } = await mended('@prisma/adapter-libsql/dist/index-node.mjs')
    return new PrismaLibSql({ url })
  }
  const { PrismaPg } = await mended('@prisma/adapter-pg/dist/index.mjs')
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const schema = searchParams.get('schema') ?? 'public'
  // The native engine sets the search path; the driver leaves that to its caller.
  return new PrismaPg(
    { host: hostname, port: Number(port || 5432), user: decodeURIComponent(username), password: decodeURIComponent(password), database: pathname.slice(1), options: `-c search_path=${schema}` },
    { schema },
  )
}

function migrations(folder) {
  const baseDir = path.resolve(folder)
  const read = (file) => { try { return fs.readFileSync(path.join(baseDir, file), 'utf8') } catch { return null } }
  const names = fs.readdirSync(baseDir, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: read('migration_lock.toml') },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => {
      const text = read(`${name}/migration.sql`)
      return { path: name, migrationFile: { path: 'migration.sql', content: text === null ? { tag: 'error', value: 'not there' } : { tag: 'ok', value: text } } }
    }),
  }
}

const filters = { externalTables: [], externalEnums: [] }
const commands = {
  deploy: (engine, folder) => engine.applyMigrations({ migrationsList: migrations(folder), filters }),
  diagnose: (engine, folder) => engine.diagnoseMigrationHistory({ migrationsList: migrations(folder), optInToShadowDatabase: false, filters }),
  applied: (engine, folder, migrationName) => engine.markMigrationApplied({ migrationName, migrationsList: migrations(folder) }),
  rolledback: (engine, migrationName) => engine.markMigrationRolledBack({ migrationName }),
}

const [name, ...args] = process.argv.slice(2)
try {
  const file = path.join(path.dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm')
  const instance = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(file)), { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  const engine = await glue.SchemaEngine.new({ datamodels: null }, () => {}, bindMigrationAwareSqlAdapterFactory(await adapter(process.env.DATABASE_URL)))
  console.log(JSON.stringify(await commands[name](engine, ...args) ?? {}))
  process.exit(0)
} catch (error) {
  let message = error.message ?? String(error)
  try { message = JSON.parse(message).message ?? message } catch {}
  console.error(message)
  process.exit(1)
}
