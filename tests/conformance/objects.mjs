// Reads lines [provider, url, schema]. Answers each with a line [fault, introspected, own fault]: why Prisma
// refuses the schema, or null; what its engine reads of the database, or why it does not, as { error }; and why
// Prisma refuses that.
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
  const theirs = await introspected(provider, url)
  console.log(JSON.stringify([refusal(schema), theirs, theirs.error ? null : refusal(theirs)]))
}
process.exit()
