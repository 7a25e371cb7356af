// Reads lines [provider, url, schema]. Answers each with a line [fault, introspected]: why Prisma refuses the
// schema, or null; and what its engine reads of the database, or why it does not, as { error }.
import readline from 'node:readline'
import { createRequire } from 'node:module'
import { engine } from './engine.mjs'

const prisma = createRequire(import.meta.url)('@prisma/prisma-schema-wasm')

function refusal(schema) {
  try {
    prisma.validate(JSON.stringify({ prismaSchema: [['schema.prisma', schema]], noColor: true }))
    return null
  } catch (error) {
    return String(error.message ?? error)
  }
}

async function introspected(provider, url) {
  const it = await engine(url)
  try {
    return await it.introspect(`datasource db {\n  provider = "${provider}"\n}\n`)
  } catch (error) {
    return { error: String(error.message ?? error) }
  }
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const [provider, url, schema] = JSON.parse(line)
  console.log(JSON.stringify([refusal(schema), await introspected(provider, url)]))
}
process.exit()
