#!/usr/bin/env node
// Validates schemas with Prisma's engine. Each line on stdin is a list of [file, text] in JSON. For each it
// prints {"errors": [[file, line, message], ...], "warnings": [...]}, or {"panic": message} if the engine
// panics.
import { createRequire } from 'node:module'
import readline from 'node:readline'

const require = createRequire(import.meta.url)
const ENGINE = '@prisma/prisma-schema-wasm'

// Engine 8 expects these in a config file; older schemas have them inline, and migtools accepts both.
const INLINE_URL = /^[ \t]*(url|directUrl|shadowDatabaseUrl)[ \t]*=.*$/gm
const blank = (text) => text.replace(INLINE_URL, (line) => ' '.repeat(line.length))

// After a panic the engine is unusable, so the next schema gets a new one.
function load() {
  delete require.cache[require.resolve(ENGINE)]
  return require(ENGINE)
}

let engine = load()
for await (const question of readline.createInterface({ input: process.stdin })) {
  const files = JSON.parse(question).map(([name, text]) => [name, blank(text)])
  const answer = { errors: [], warnings: [] }
  try {
    for (const found of JSON.parse(engine.lint(JSON.stringify(files)))) {
      const text = files.find(([name]) => name === found.file_name)?.[1] ?? ''
      const line = text.slice(0, found.start).split('\n').length
      answer[found.is_warning ? 'warnings' : 'errors'].push([found.file_name, line, found.text])
    }
  } catch (failure) {
    answer.panic = String(failure)
    engine = load()
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
