// Reads lines [schema, diagram] and answers each with a line: null, or what is wrong with one of them.
import readline from 'node:readline'
import { createRequire } from 'node:module'
import mermaid from 'mermaid'

const prisma = createRequire(import.meta.url)('@prisma/prisma-schema-wasm')
const request = { textDocument: { uri: 'file:/schema.prisma' }, options: { tabSize: 2, insertSpaces: true } }

const format = (schema) => JSON.parse(prisma.format(JSON.stringify([['schema.prisma', schema]]), JSON.stringify(request)))[0][1]

function differingLine(schema) {
  const theirs = format(schema).split('\n'), ours = schema.split('\n')
  const at = ours.findIndex((line, i) => line !== theirs[i])
  return at < 0 ? null : `the formatter changes '${ours[at]}' to '${theirs[at]}'`
}

async function fault(schema, diagram) {
  try {
    await mermaid.parse(diagram)
  } catch (error) {
    return `Mermaid: ${error.message.slice(0, 300)}`
  }
  return schema && differingLine(schema)
}

for await (const line of readline.createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await fault(...JSON.parse(line)) || null))
