// Runs Prisma's schema engine in this process, for the SQL between two schemas many times per second.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'

const require = createRequire(import.meta.url)
const GLUE = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
const WASM = path.join(path.dirname(GLUE), 'schema_engine_bg.wasm')
const module = new WebAssembly.Module(fs.readFileSync(WASM))
let loaded = 0

// The driver does not know "char", a type of the catalogs that the engine reads. Returns a copy that does.
function mended() {
  const driver = path.join(path.dirname(require.resolve('@prisma/adapter-pg')), 'index.mjs'), copy = driver.replace('index', 'mended')
  const text = fs.readFileSync(driver, 'utf8').replace('    case ScalarColumnType.BPCHAR:', '    case 18: return ColumnTypeEnum.Character;\n$&')
  fs.writeFileSync(copy, text)
  return copy
}

async function adapter(url) {
  if (url.startsWith('file:')) {
    const { PrismaLibSql } = await import('@prisma/adapter-libsql')
    return new PrismaLibSql({ url })
  }
  const { PrismaPg } = await import(mended())
  const { hostname, port, username, password, pathname } = new URL(url)
  return new PrismaPg(
    { host: hostname, port: Number(port || 5432), user: decodeURIComponent(username), password: decodeURIComponent(password), database: pathname.slice(1) },
    { schema: 'public' },
  )
}

// After a panic an engine is unusable, so another one is loaded under another name.
async function load(url) {
  const glue = await import(`${GLUE}?${loaded++}`)
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return glue.SchemaEngine.new({ datamodels: null }, () => {}, bindMigrationAwareSqlAdapterFactory(await adapter(url)))
}

const target = (text) => text === '' ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: text }] }

// A panic is thrown where it cannot be caught, and the promise of the call is never settled.
global.PRISMA_WASM_PANIC_REGISTRY = { set_message() {} }
let fallen = () => {}
process.on('uncaughtException', (error) => {
  if (!(error instanceof WebAssembly.RuntimeError)) throw error
  fallen()
})

export async function engine(url) {
  let it = await load(url)
  return {
    // Returns the script, or null if the engine refuses a schema or panics. "" is the empty schema.
    async diff(from, to) {
      const panic = new Promise((resolve) => { fallen = () => resolve('panic') })
      const question = it.diff({ from: target(from), to: target(to), script: true, exitCode: null, filters: { externalTables: [], externalEnums: [] } })
        .then((answer) => answer.stdout ?? '', (error) => error instanceof WebAssembly.RuntimeError ? 'panic' : null)
      const answer = await Promise.race([question, panic])
      if (answer !== 'panic') return answer
      it = await load(url)
      return null
    },

    // Returns the schema that `db pull` writes for the database, without an older one.
    async introspect(datasource) {
      const answer = await it.introspect({
        schema: { files: [{ path: 'schema.prisma', content: datasource }] },
        baseDirectoryPath: '.', force: true, compositeTypeDepth: 0, namespaces: null,
      })
      return answer.schema.files.map((file) => file.content).join('\n')
    },
  }
}
